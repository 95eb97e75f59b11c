"""What students write for the exercises of lesson 06, each with the slug that a check must answer with."""

import math
from itertools import pairwise

import torch
from torch.distributions import Normal

from gencourse.diagnosis import diagnose
from gencourse.probability import kl_standard_normal, log_mean_exp, reparameterize

# ---- predict_collapse ----


def _lives(eigenvalues, variance, latent_dim):
    return eigenvalues.flip(0)[:latent_dim] > variance


def _sigma(eigenvalues, variance, latent_dim):
    return eigenvalues.flip(0)[:latent_dim] <= variance**0.5


def _standard_deviations(eigenvalues, variance, latent_dim):
    return eigenvalues.flip(0)[:latent_dim].sqrt() <= variance


def _squared_again(eigenvalues, variance, latent_dim):
    return eigenvalues.flip(0)[:latent_dim] <= variance**2


def _the_first(eigenvalues, variance, latent_dim):
    return eigenvalues[:latent_dim] <= variance


def _flipped_afterwards(eigenvalues, variance, latent_dim):
    return (eigenvalues[:latent_dim] <= variance).flip(0)


def _ascending(eigenvalues, variance, latent_dim):
    return eigenvalues[-latent_dim:] <= variance


def _strictly_below(eigenvalues, variance, latent_dim):
    return eigenvalues.flip(0)[:latent_dim] < variance


def _every_eigenvalue(eigenvalues, variance, latent_dim):
    return eigenvalues.flip(0) <= variance


def _how_many(eigenvalues, variance, latent_dim):
    return (eigenvalues.flip(0)[:latent_dim] <= variance).sum()


def _which(eigenvalues, variance, latent_dim):
    return torch.nonzero(eigenvalues.flip(0)[:latent_dim] <= variance).squeeze(1)


def _lengths(eigenvalues, variance, latent_dim):
    return (eigenvalues.flip(0)[:latent_dim] - variance).clamp(min=0).sqrt()


# ---- free_bits ----


def _total(kl, floor):
    return kl.sum(1).mean().clamp(min=floor * kl.shape[1])


def _total_of_each(kl, floor):
    return kl.sum(1).clamp(min=floor * kl.shape[1]).mean()


def _total_at_one_floor(kl, floor):
    return kl.sum(1).mean().clamp(min=floor)


def _each_total_at_one_floor(kl, floor):
    return kl.sum(1).clamp(min=floor).mean()


def _per_image(kl, floor):
    return kl.clamp(min=floor).sum(1).mean()


def _ceiling(kl, floor):
    return kl.mean(0).clamp(max=floor).sum()


def _smaller(kl, floor):
    return torch.minimum(kl, torch.tensor(floor)).sum(1).mean()


def _average(kl, floor):
    return kl.mean(0).clamp(min=floor).mean()


def _per_latent(kl, floor):
    return kl.mean(0).clamp(min=floor)


def _not_averaged(kl, floor):
    return kl.clamp(min=floor).sum(1)


def _added(kl, floor):
    return (kl.mean(0) + floor).sum()


def _excess(kl, floor):
    return (kl.mean(0) - floor).clamp(min=0).sum()


def _relu(kl, floor):
    return torch.relu(kl.mean(0) - floor).sum()


def _true_kl(kl, floor):
    return kl.sum(1).mean()


def _dropped(kl, floor):
    mean = kl.mean(0)
    return mean[mean > floor].sum()


def _sum_over_the_batch(kl, floor):
    return kl.sum(0).clamp(min=floor).sum()


def _whole_mean(kl, floor):
    return kl.mean().clamp(min=floor)


def _wrong_axis(kl, floor):
    return kl.mean(1).clamp(min=floor).sum()


def _still_pulls(kl, floor):
    mean = kl.mean(0)
    return (mean + (floor - mean).clamp(min=0).detach()).sum()


def _number(kl, floor):
    return sum(max(value, floor) for value in kl.mean(0).tolist())


def _without_grad(kl, floor):
    return kl.detach().mean(0).clamp(min=floor).sum()


# ---- active_units ----


def _one_variance(mean, threshold=0.01):
    return mean.var() > threshold


def _deviation(mean, threshold=0.01):
    return mean.std(0) > threshold


def _over_latents(mean, threshold=0.01):
    return mean.var(1) > threshold


def _absolute(mean, threshold=0.01):
    return mean.abs().mean(0) > threshold


def _energy(mean, threshold=0.01):
    return mean.square().mean(0) > threshold


def _average_mean(mean, threshold=0.01):
    return mean.mean(0) > threshold


def _sum_of_squares(mean, threshold=0.01):
    return (mean - mean.mean(0)).square().sum(0) > threshold


def _dead_ones(mean, threshold=0.01):
    return mean.var(0) < threshold


def _fixed(mean, threshold=0.01):
    return mean.var(0) > 0.01


def _count(mean, threshold=0.01):
    return (mean.var(0) > threshold).sum()


def _positions(mean, threshold=0.01):
    return torch.where(mean.var(0) > threshold)[0]


def _variances(mean, threshold=0.01):
    return mean.var(0)


# ---- iwae_bound ----


def _log_q(z, mean, logvar):
    return Normal(mean, torch.exp(0.5 * logvar)).log_prob(z).sum(1)


def _weights(x, encode, log_joint, samples):
    "The log weights [samples, B], as they should be."
    mean, logvar = encode(x)
    log_w = []
    for _ in range(samples):
        z = reparameterize(mean, logvar)
        log_w.append(log_joint(x, z) - _log_q(z, mean, logvar))
    return torch.stack(log_w)


def _weighed(draw=reparameterize, log_q=_log_q):
    "A function with its own draws, or its own log q."

    def attempt(x, encode, log_joint, samples):
        mean, logvar = encode(x)
        log_w = []
        for _ in range(samples):
            z = draw(mean, logvar)
            log_w.append(log_joint(x, z) - log_q(z, mean, logvar))
        return log_mean_exp(torch.stack(log_w), 0).mean()

    return attempt


def _elbo(x, encode, log_joint, samples):
    return _weights(x, encode, log_joint, samples).mean()


def _sum_of_weights(x, encode, log_joint, samples):
    return torch.logsumexp(_weights(x, encode, log_joint, samples), 0).mean()


def _minus_samples(x, encode, log_joint, samples):
    return (torch.logsumexp(_weights(x, encode, log_joint, samples), 0) - samples).mean()


def _over_samples(x, encode, log_joint, samples):
    return (torch.logsumexp(_weights(x, encode, log_joint, samples), 0) / samples).mean()


def _plus_log_k(x, encode, log_joint, samples):
    return (torch.logsumexp(_weights(x, encode, log_joint, samples), 0) + math.log(samples)).mean()


def _all_at_once(x, encode, log_joint, samples):
    return log_mean_exp(_weights(x, encode, log_joint, samples).flatten(), 0)


def _images_first(x, encode, log_joint, samples):
    return log_mean_exp(_weights(x, encode, log_joint, samples).mean(1), 0)


def _over_images(x, encode, log_joint, samples):
    return log_mean_exp(_weights(x, encode, log_joint, samples), 1).mean()


def _each_image(x, encode, log_joint, samples):
    return log_mean_exp(_weights(x, encode, log_joint, samples), 0)


def _each_draw(x, encode, log_joint, samples):
    return log_mean_exp(_weights(x, encode, log_joint, samples), 1)


def _sum_over_images(x, encode, log_joint, samples):
    return log_mean_exp(_weights(x, encode, log_joint, samples), 0).sum()


def _loss(x, encode, log_joint, samples):
    return -log_mean_exp(_weights(x, encode, log_joint, samples), 0).mean()


def _exp_mean_log(x, encode, log_joint, samples):
    return _weights(x, encode, log_joint, samples).exp().mean(0).log().mean()


def _best_weight(x, encode, log_joint, samples):
    return _weights(x, encode, log_joint, samples).max(0).values.mean()


def _one_draw(x, encode, log_joint, samples):
    z = reparameterize(*encode(x))
    log_w = log_joint(x, z) - _log_q(z, *encode(x))
    return log_mean_exp(log_w.expand(samples, -1), 0).mean()


def _same_draw(x, encode, log_joint, samples):
    mean, logvar = encode(x)
    z = reparameterize(mean, logvar)
    log_w = torch.stack([log_joint(x, z) - _log_q(z, mean, logvar) for _ in range(samples)])
    return log_mean_exp(log_w, 0).mean()


def _half_the_draws(x, encode, log_joint, samples):
    return log_mean_exp(_weights(x, encode, log_joint, samples // 2), 0).mean()


def _together(x, encode, log_joint, samples):
    mean, logvar = encode(x)
    z = mean + torch.exp(0.5 * logvar) * torch.randn(samples, *mean.shape)
    log_w = log_joint(x, z) - Normal(mean, torch.exp(0.5 * logvar)).log_prob(z).sum(2)
    return log_mean_exp(log_w, 0).mean()


def _seeded(x, encode, log_joint, samples):
    torch.manual_seed(0)
    return log_mean_exp(_weights(x, encode, log_joint, samples), 0).mean()


def _no_grad(x, encode, log_joint, samples):
    with torch.no_grad():
        return log_mean_exp(_weights(x, encode, log_joint, samples), 0).mean()


def _analytic_kl(x, encode, log_joint, samples):
    mean, logvar = encode(x)
    return -kl_standard_normal(mean, logvar).mean()


def _no_log_q(z, mean, logvar):
    return 0


def _minus_log_q(z, mean, logvar):
    return -_log_q(z, mean, logvar)


def _prior(z, mean, logvar):
    return Normal(0.0, 1.0).log_prob(z).sum(1)


def _log_q_of_log_sigma(z, mean, logvar):
    return Normal(mean, torch.exp(logvar)).log_prob(z).sum(1)


def _log_q_of_all(z, mean, logvar):
    return Normal(mean, torch.exp(0.5 * logvar)).log_prob(z).sum()


def _mean_log_q(z, mean, logvar):
    return Normal(mean, torch.exp(0.5 * logvar)).log_prob(z).mean(1)


def _no_two_pi(z, mean, logvar):
    return -0.5 * ((z - mean) ** 2 / logvar.exp() + logvar).sum(1)


def _no_path(mean, logvar):
    return torch.normal(mean, torch.exp(0.5 * logvar))


def _log_sigma(mean, logvar):
    return mean + torch.exp(logvar) * torch.randn_like(mean)


def _uniform(mean, logvar):
    return mean + torch.exp(0.5 * logvar) * torch.rand_like(mean)


def _mean_alone(mean, logvar):
    return mean


def _from_the_prior(mean, logvar):
    return torch.randn_like(mean)


def _shared(mean, logvar):
    return mean + torch.exp(0.5 * logvar) * torch.randn(mean.shape[1])


def _one_number_an_image(mean, logvar):
    return mean + torch.exp(0.5 * logvar) * torch.randn(len(mean), 1)


# ---- diagnose ----


def _bounds(run):
    train, test = (
        [d + r for d, r in zip(run[f"{of}distortion"], run[f"{of}rate"], strict=True)] for of in ("", "test_")
    )
    return train, test


def _is_broken(run):
    return not all(map(math.isfinite, run["distortion"]))


def _climbs(curve):
    return curve[-1] > 1.05 * min(curve)


def _equals_nan(run):
    broken = any(value == float("nan") for value in run["distortion"])
    if broken or _climbs([value for value in run["distortion"] if math.isfinite(value)]):
        return "diverged"
    return "healthy" if _is_broken(run) else diagnose(run)


def _dead_first(run):
    return "nothing coded" if run["active"][-1] == 0 else diagnose(run)


def _nan_alone(run):
    if _is_broken(run):
        return "diverged"
    found = diagnose(run)
    return "healthy" if found == "diverged" else found


def _infinity_is_fine(run):
    return "overfitted" if math.isinf(run["distortion"][-1]) else diagnose(run)


def _rates_unchecked(run):
    if _is_broken(run):
        return "diverged"
    return "unpriced" if run["rate"][-1] > run["distortion"][-1] else diagnose(run)


def _test_unchecked(run):
    broken = _is_broken(run) or not math.isfinite(run["rate"][-1])
    if broken or math.isfinite(run["test_rate"][-1]):
        return diagnose(run)
    return "overfitted"


def _test_distortion_alone(run):
    found = diagnose(run)
    if found not in ("overfitted", "healthy"):
        return found
    return "overfitted" if _climbs(run["test_distortion"]) else "healthy"


def _test_alone(run):
    return "overfitted" if _climbs(_bounds(run)[1]) and not _is_broken(run) else diagnose(run)


def _train_alone(run):
    found = diagnose(run)
    return "healthy" if found == "overfitted" else found


def _low_rate_is_fine(run):
    found = diagnose(run)
    return "healthy" if found == "nothing coded" else found


def _first_rate(run):
    return "nothing coded" if run["rate"][0] < 0.1 else diagnose(run)


def _five_percent_rate(run):
    few = not _is_broken(run) and run["rate"][-1] < 0.05 * run["distortion"][-1]
    return "nothing coded" if few else diagnose(run)


def _any_rise(run):
    rises = any(b > 1.2 * a for a, b in pairwise(_bounds(run)[0]))
    return "diverged" if rises and not run["rate"][-1] > run["distortion"][-1] else diagnose(run)


def _gap(run):
    found = diagnose(run)
    if found not in ("overfitted", "healthy"):
        return found
    return "overfitted" if run["test_distortion"][-1] > 1.2 * run["distortion"][-1] else "healthy"


def _without_a_margin(run):
    found = diagnose(run)
    return "overfitted" if found == "healthy" and run["test_rate"][-1] > min(run["test_rate"]) else found


def _distortion_alone(run):
    found = diagnose(run)
    return "healthy" if found == "unpriced" else found


def _test_before_the_price(run):
    found = diagnose(run)
    return "overfitted" if found == "unpriced" and _climbs(_bounds(run)[1]) else found


def _any_climb_diverges(run):
    train, _ = _bounds(run)
    return "diverged" if _is_broken(run) or _climbs(train) else diagnose(run)


def _twenty_nats(run):
    found = diagnose(run)
    if found in ("overfitted", "healthy"):
        return "overfitted" if run["test_distortion"][-1] - min(run["test_distortion"]) > 60 else "healthy"
    return found


def _hundred_nats_of_rate(run):
    found = diagnose(run)
    if found in ("unpriced", "healthy"):
        return "unpriced" if run["rate"][-1] > 150 else "healthy"
    return found


WRONG_ANSWERS = {
    "vae.predict_collapse": [
        ("inverted", _lives),
        ("sigma-instead-of-variance", _sigma),
        ("variance-squared", _standard_deviations),
        ("variance-squared", _squared_again),
        ("smallest-taken", _the_first),
        ("smallest-taken", _flipped_afterwards),
        ("smallest-first", _ascending),
        ("equal-left-out", _strictly_below),
        ("all-eigenvalues", _every_eigenvalue),
        ("count-instead", _how_many),
        ("positions-instead", _which),
        ("not-compared", _lengths),
    ],
    "vae.free_bits": [
        ("total-clamped", _total),
        ("total-clamped", _total_of_each),
        ("total-clamped", _total_at_one_floor),
        ("total-clamped", _each_total_at_one_floor),
        ("clamped-per-image", _per_image),
        ("floor-as-ceiling", _ceiling),
        ("floor-as-ceiling", _smaller),
        ("averaged-over-latents", _average),
        ("not-summed", _per_latent),
        ("not-averaged", _not_averaged),
        ("floor-added", _added),
        ("excess-alone", _excess),
        ("excess-alone", _relu),
        ("not-clamped", _true_kl),
        ("zeroed-below-the-floor", _dropped),
        ("summed-over-the-batch", _sum_over_the_batch),
        ("averaged-over-everything", _whole_mean),
        ("clamped-over-the-wrong-axis", _wrong_axis),
        ("gradient-below-the-floor", _still_pulls),
        ("returned-a-number", _number),
        ("no-gradient", _without_grad),
    ],
    "vae.active_units": [
        ("one-variance-for-all", _one_variance),
        ("deviation-instead", _deviation),
        ("variance-over-latents", _over_latents),
        ("not-centred", _absolute),
        ("not-centred", _energy),
        ("average-instead", _average_mean),
        ("summed", _sum_of_squares),
        ("inverted", _dead_ones),
        ("threshold-ignored", _fixed),
        ("count-instead", _count),
        ("positions-instead", _positions),
        ("not-compared", _variances),
    ],
    "vae.iwae_bound": [
        ("mean-of-logs", _elbo),
        ("not-divided", _sum_of_weights),
        ("k-not-logged", _minus_samples),
        ("divided-in-logs", _over_samples),
        ("log-k-added", _plus_log_k),
        ("averaged-before-the-log", _all_at_once),
        ("averaged-over-images-first", _images_first),
        ("averaged-over-images-first", _each_draw),
        ("log-over-the-images", _over_images),
        ("not-averaged", _each_image),
        ("summed-over-the-batch", _sum_over_images),
        ("negative", _loss),
        ("underflow", _exp_mean_log),
        ("largest-alone", _best_weight),
        ("one-draw", _one_draw),
        ("one-draw-for-all", _same_draw),
        ("number-of-draws", _half_the_draws),
        ("codes-of-wrong-shape", _together),
        ("same-draws-again", _seeded),
        ("no-gradient", _no_grad),
        ("not-weighed", _analytic_kl),
        ("log-q-forgotten", _weighed(log_q=_no_log_q)),
        ("log-q-added", _weighed(log_q=_minus_log_q)),
        ("prior-counted-out", _weighed(log_q=_prior)),
        ("logvar-as-log-sigma", _weighed(log_q=_log_q_of_log_sigma)),
        ("log-q-summed-over-the-batch", _weighed(log_q=_log_q_of_all)),
        ("log-q-averaged", _weighed(log_q=_mean_log_q)),
        ("normaliser-forgotten", _weighed(log_q=_no_two_pi)),
        ("z-detached", _weighed(_no_path)),
        ("logvar-as-log-sigma", _weighed(_log_sigma)),
        ("uniform-noise", _weighed(_uniform)),
        ("no-noise", _weighed(_mean_alone)),
        ("drawn-from-the-prior", _weighed(_from_the_prior)),
        ("one-noise-for-the-batch", _weighed(_shared)),
        ("one-noise-for-all-latents", _weighed(_one_number_an_image)),
    ],
    "vae.diagnose": [
        ("nan-not-seen", _equals_nan),
        ("nan-not-first", _dead_first),
        ("jump-not-seen", _nan_alone),
        ("infinity-not-seen", _infinity_is_fine),
        ("rate-not-checked", _rates_unchecked),
        ("test-not-checked", _test_unchecked),
        ("train-not-looked-at", _test_alone),
        ("train-curves-only", _train_alone),
        ("test-distortion-alone", _test_distortion_alone),
        ("low-rate-is-healthy", _low_rate_is_fine),
        ("first-epochs", _first_rate),
        ("low-rate-is-nothing", _five_percent_rate),
        ("one-bad-epoch", _any_rise),
        ("gap-is-no-turn", _gap),
        ("noise-is-no-turn", _without_a_margin),
        ("distortion-alone", _distortion_alone),
        ("rate-not-looked-at", _test_before_the_price),
        ("unpriced-is-not-diverged", _any_climb_diverges),
        ("absolute-threshold", _twenty_nats),
        ("absolute-threshold", _hundred_nats_of_rate),
        ("always-the-same", lambda run: "healthy"),
        ("unknown-name", lambda run: "overfit"),
        ("not-a-name", lambda run: None),
    ],
}
