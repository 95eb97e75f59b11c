"""What passes a check runs the lesson: answers that are right for small numbers alone are refused, each by a true
sentence. They are made mechanically from each exercise's reference."""

import inspect
import io

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from gencourse import latent, metrics, probability
from gencourse.exercises import get_exercise
from gencourse.exercises.core.uses import MEMORY
from gencourse.exercises.run import Observation, judge, observe, read_observation, write_observation
from tests.quick_exercises import QUICK

EXERCISES = QUICK
by_name = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)


def verdict(exercise, attempt, seed=0):
    return judge(exercise, observe(exercise, attempt, seed), seed)


def altered(exercise, change):
    "The reference, with each tensor of its answer changed."

    def attempt(*args, **kwargs):
        answer = exercise.reference(*args, **kwargs)
        if isinstance(answer, tuple):
            return tuple(change(part) for part in answer)
        return change(answer)

    attempt.__signature__ = inspect.signature(exercise.reference)
    return attempt


def lose_the_first(part):
    return part.squeeze(0) if part.ndim else part


# ---- one number, or a table without an axis of the batch: there is nothing to lose ----

NETWORKS = ("bottleneck.linear_autoencoder", "autoencoder.conv_encoder")
PLAIN = {  # which answers are no tensors
    "bottleneck.train_step": "a float",
    "bottleneck.compression_ratio": "a float",
    "vae.train_step": "a float",
    "vae.diagnose": "a string",
    "games.mixed_nash": "two floats",
    "gan.discriminator_step": "a float",
    "gan.generator_step": "a float",
    **dict.fromkeys(NETWORKS, "networks: their outputs are changed below"),
}
ONE_NUMBER = {  # a tensor of shape [], which has no axis and mixes with every dtype
    "start.log_likelihood",
    "bottleneck.squared_error",
    "bottleneck.subspace_angle",
    "autoencoder.denoising_loss",
    "autoencoder.sparsity_penalty",
    "latent.hole_score",
    "elbo.elbo",
    "elbo.log_marginal",
    "vae.vae_loss",
    "vae.free_bits",
    "vae.iwae_bound",
    "gan.discriminator_loss",
    "gan.generator_loss",
}
NO_BATCH = {
    "start.fit_gaussian": "a covariance needs two points, and the lesson's have two dimensions or more",
    "latent.latent_grid": "a grid has four points or more",
}
ANSWERS = [exercise for exercise in EXERCISES if exercise.name not in PLAIN]
by_answer = pytest.mark.parametrize("exercise", ANSWERS, ids=lambda exercise: exercise.name)


@by_answer
def test_a_lost_batch_of_one_is_refused(exercise):
    said = [verdict(exercise, altered(exercise, change)) for change in (Tensor.squeeze, lose_the_first)]
    if exercise.name in ONE_NUMBER | NO_BATCH.keys():
        assert {one.outcome for one in said} == {"passed"}, "squeeze() changes nothing"
    else:
        # Images have an axis of channels, too: all of them lose that one
        assert said[0].slug in ("axis-lost", "wrong-shape"), said
        assert said[1].slug == "axis-lost" and "a batch of one is a batch" in said[1].sentence


@by_answer
def test_float64_is_refused_where_the_next_cells_cannot_mix_it(exercise):
    double = altered(exercise, lambda part: part.double() if part.is_floating_point() else part)
    said = verdict(exercise, double)
    floats = exercise.reference(*exercise.uses[0].arguments(0))
    floats = floats[0] if isinstance(floats, tuple) else floats
    if exercise.name in ONE_NUMBER or not floats.is_floating_point():
        assert said.outcome == "passed", said
    else:
        assert said.slug == "wrong-dtype", said
        assert "should be float32, got float64" in said.sentence


@by_answer
def test_a_number_in_brackets_is_refused_where_the_lesson_prints_it(exercise):
    if exercise.name in ONE_NUMBER - {"gan.generator_loss"}:
        said = verdict(exercise, altered(exercise, lambda part: part.reshape(1)))
        assert said.outcome != "passed"


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize(("change", "slug"), [(Tensor.squeeze, "axis-lost"), (Tensor.double, "wrong-dtype")])
def test_networks_keep_the_batch_and_the_dtype(name, change, slug):
    "Their last layer loses a batch of one, or turns everything into float64"
    exercise = get_exercise(name)

    def attempt(*args):
        networks = exercise.reference(*args)
        for network in networks if isinstance(networks, tuple) else (networks,):
            last = list(network.modules())[-1]
            last.register_forward_hook(lambda layer, given, answer: change(answer))
        return networks

    attempt.__signature__ = inspect.signature(exercise.reference)
    assert verdict(exercise, attempt).outcome != "passed"


# ---- sizes that are written into the answer ----

ONE_SIZE = {  # nothing in them can be written down: each use has the size of the probe's own calls
    "games.mixed_nash": "2 x 2 always",
    "vae.diagnose": "curves of 20 to 40 epochs",
}


def fixed_to_small_sizes(exercise):
    "Answers each call as if it had the size of the probe's last one."
    seen = []

    def note(*args, **kwargs):
        seen.append(args)
        return exercise.reference(*args, **kwargs)

    note.__signature__ = inspect.signature(exercise.reference)
    exercise.probe(note, 0)

    def attempt(*args, **kwargs):
        if any(alike(args, small) for small in seen):
            return exercise.reference(*args, **kwargs)
        small = (*args, *kwargs.values())
        return exercise.reference(*(fitted(new, old) for new, old in zip(small, seen[-1], strict=False)))

    attempt.__signature__ = inspect.signature(exercise.reference)
    return attempt


def alike(args, others):
    sizes = [x.shape if isinstance(x, Tensor) else x if isinstance(x, int) else None for x in args]
    return sizes == [x.shape if isinstance(x, Tensor) else x if isinstance(x, int) else None for x in others]


def fitted(new, old):
    "The new argument, cut or repeated to the shape of the old one; the old one if it is a whole number."
    if isinstance(new, Tensor) and isinstance(old, Tensor) and new.shape != old.shape:
        flat = new.reshape(-1)
        return flat[torch.arange(old.numel()) % flat.numel()].reshape(old.shape)
    return old if isinstance(old, int) else new


@by_name
def test_an_answer_for_the_probes_sizes_alone_is_refused(exercise):
    said = verdict(exercise, fixed_to_small_sizes(exercise))
    if exercise.name in ONE_SIZE:
        assert said.outcome == "passed", said
    else:
        assert said.outcome in ("not yet", "crashed"), said
        assert said.slug != "check-failed"
        assert any(said.sentence.startswith(use.when) for use in exercise.uses), said.sentence


# ---- after the probe's own calls, and over the wire ----

ONE_CALL = {
    "start.fit_gaussian": "a batch of one has no covariance",
    "bottleneck.compression_ratio": "four numbers, no batch",
    "games.mixed_nash": "2 x 2 always, no batch",
    "vae.diagnose": "one run, no batch",
}


@by_name
def test_every_exercise_is_called_as_the_lesson_calls_it_and_with_a_batch_of_one(exercise):
    "That the first is the lesson's own, the run of each solution's notebook tells (tests/lesson_calls.py)"
    assert len(exercise.uses) >= (1 if exercise.name in ONE_CALL else 2)


def test_a_mistake_in_the_small_calls_is_named_before_a_crash_in_the_large_ones():
    said = verdict(get_exercise("autoencoder.psnr"), lambda x, y: 10 * torch.log10((x - y).square().mean((1, 2, 3))))
    assert said.slug == "wrong-ratio"


@pytest.mark.parametrize("exercise", [get_exercise("latent.lerp"), get_exercise("autoencoder.psnr")])
def test_a_failure_at_the_lessons_size_crosses_the_wire(exercise):
    attempt = dict((name, answer) for name, answer, _ in ONCE_PASSED)[exercise.name]
    stream = io.BytesIO()
    write_observation(stream, observe(exercise, attempt, 3))
    stream.seek(0)
    assert judge(exercise, read_observation(stream), 3) == verdict(exercise, attempt, 3)


def test_a_forged_observation_without_the_large_calls_earns_nothing():
    exercise = get_exercise("start.fit_gaussian")
    forged = Observation("ok", arrays=exercise.probe(exercise.reference, 0))
    assert judge(exercise, forged, 0).slug == "not-finished"


def test_a_loop_without_an_end_at_the_lessons_size_is_stopped():
    def attempt(low, high, n):
        while n == 14:
            pass
        return latent.latent_grid(low, high, n)

    exercise = get_exercise("latent.latent_grid")
    said = judge(exercise, observe(exercise, attempt, 0, seconds=0.2), 0)
    assert said.slug == "too-slow" and said.sentence.startswith("for the lesson's 14 x 14 points: ")


@by_name
def test_judging_draws_nothing_from_the_notebooks_numbers(exercise):
    "Networks that it makes for a call begin with random weights"
    observation = observe(exercise, exercise.reference, 0)
    before = torch.get_rng_state()
    judge(exercise, observation, 0)
    assert torch.equal(torch.get_rng_state(), before)


# ---- memory ----


def nearest_by_broadcast(a, b):
    return (a[:, None] - b).square().sum(-1).sqrt().min(1).values


def nearest_by_pairwise_distance(a, b):
    return F.pairwise_distance(a[:, None], b, eps=0).min(1).values


def covariance_of_outer_products(x):
    centred = x - x.mean(0)
    return x.mean(0), (centred[:, :, None] * centred[:, None, :]).mean(0)


TOO_LARGE = {
    "start.nearest_neighbour_distance": (nearest_by_broadcast, "[500, 4000, 784], 6.3 GB"),
    "start.fit_gaussian": (covariance_of_outer_products, "[4000, 784, 784], 9.8 GB"),
}


@pytest.mark.parametrize(("name", "attempt", "says"), [(n, *rest) for n, rest in TOO_LARGE.items()])
def test_a_tensor_that_no_laptop_holds_is_refused_before_it_is_made(name, attempt, says):
    said = verdict(get_exercise(name), attempt)
    assert said.slug == "too-much-memory"
    assert says in said.sentence


def test_what_torch_makes_inside_a_call_counts_too():
    said = verdict(get_exercise("start.nearest_neighbour_distance"), nearest_by_pairwise_distance)
    assert said.slug == "too-much-memory"


@by_name
def test_no_check_makes_a_large_tensor_itself(exercise):
    for use in exercise.uses:
        sizes = [x.numel() * x.element_size() for x in use.arguments(0) if isinstance(x, Tensor)]
        assert sum(sizes) < MEMORY / 30


# ---- right answers in other styles pass ----


def row_by_row(a, b):
    return torch.stack([(b - row).square().sum(1).min().sqrt() for row in a])


def in_chunks(a, b):
    return torch.cat([nearest_by_broadcast(part, b) for part in a.split(50)])


def in_double_and_back(a, b):
    return metrics.nearest_neighbour_distance(a.double(), b.double()).to(a.dtype)


def by_numpy_and_back(low, high, n):
    return torch.from_numpy(latent.latent_grid(low, high, n).double().numpy()).float()


def in_blocks_that_change_in_place(outputs):
    def block(a, b):
        return nn.Sequential(nn.Conv2d(a, b, 4, stride=2, padding=1), nn.SiLU(inplace=True))

    head = nn.Sequential(nn.Linear(32 * 7 * 7, 128), nn.SiLU(inplace=True), nn.Linear(128, outputs))
    return nn.Sequential(block(1, 16), block(16, 32), nn.Flatten(), head)


def by_the_trapezoid_rule(log_joint, z):
    "It halves the two ends, where p(x, z) is next to nothing"
    largest = log_joint.max()
    return largest + torch.trapezoid((log_joint - largest).exp(), z).log()


def bound_back_in_single(x, encode, log_joint, samples):
    "Its values near -2000 are rounded to float32's seven digits"
    return get("vae.iwae_bound")(x, encode, log_joint, samples).float()


def bound_of_single_weights(x, encode, log_joint, samples):
    mean, logvar = encode(x)
    q = torch.distributions.Normal(mean, torch.exp(logvar / 2))
    total = None
    for _ in range(samples):
        z = q.rsample()
        log_w = (log_joint(x, z) - q.log_prob(z).sum(1)).float()
        total = log_w if total is None else torch.logaddexp(total, log_w)
    return (total - torch.tensor(float(samples)).log()).mean()


RIGHT = [
    ("autoencoder.conv_encoder", in_blocks_that_change_in_place),
    ("elbo.log_marginal", by_the_trapezoid_rule),
    ("vae.iwae_bound", bound_back_in_single),
    ("vae.iwae_bound", bound_of_single_weights),
    ("start.nearest_neighbour_distance", row_by_row),
    ("start.nearest_neighbour_distance", in_chunks),
    ("start.nearest_neighbour_distance", in_double_and_back),
    ("start.fit_gaussian", lambda x: (x.mean(0), torch.cov(x.T))),
    ("start.fit_gaussian", lambda x: (x.mean(0), torch.einsum("ni,nj->ij", x - x.mean(0), x - x.mean(0)) / len(x))),
    ("start.log_likelihood", lambda x, mean, cov: probability.log_likelihood(x, mean, cov).item()),
    ("latent.latent_grid", by_numpy_and_back),
    ("games.best_response", lambda A: (A == A.max(0).values).int()),
    ("games.pure_nash", lambda A, B: ((A == A.max(0).values) & (B == B.max(1, keepdim=True).values)).float()),
    ("gan.generator_loss", lambda logits, saturating=False: get("gan.generator_loss")(logits, saturating)[None]),
]


def get(name):
    return get_exercise(name).reference


@pytest.mark.parametrize(("name", "attempt"), RIGHT)
def test_a_right_answer_in_another_style_passes(name, attempt):
    assert verdict(get_exercise(name), attempt).outcome == "passed"


# ---- how the lesson calls it ----

NAMED = [exercise for exercise in EXERCISES for use in exercise.uses if use.keywords]


@pytest.mark.parametrize("exercise", NAMED, ids=lambda exercise: exercise.name)
def test_other_names_for_arguments_that_the_lesson_names_are_refused(exercise):
    parameters = inspect.signature(exercise.reference).parameters.values()

    def attempt(*args):
        return exercise.reference(*args)

    attempt.__signature__ = inspect.Signature([one.replace(name=f"{one.name}_") for one in parameters])
    said = verdict(exercise, attempt)
    assert said.slug == "wrong-arguments"
    assert "the lesson calls it with" in said.sentence


ONCE_PASSED = [
    ("start.sample_gaussian", lambda mean, cov, n: mean + torch.randn(n, 3) @ torch.linalg.cholesky(cov).T, None),
    ("autoencoder.psnr", lambda x, y: -10 * torch.log10((x - y).square().mean((1, 2, 3))), None),
    ("latent.lerp", lambda a, b, t: a + t[:, None].clamp(max=0.95) * (b - a), "right-for-small-inputs"),
    (
        "elbo.gaussian_log_prob",
        lambda x, mean, logvar: get("elbo.gaussian_log_prob")(x, mean.view(-1).view(x.shape), logvar),
        None,
    ),
    ("vae.score_function_gradient", lambda f, m, s, e: get("vae.score_function_gradient")(f, m, s, e[:, :4]), None),
]


@pytest.mark.parametrize(("name", "attempt", "slug"), ONCE_PASSED)
def test_answers_that_once_passed_and_stopped_a_lesson_are_refused(name, attempt, slug):
    said = verdict(get_exercise(name), attempt)
    assert (said.outcome, said.slug) == (("not yet", slug) if slug else ("crashed", None))
    assert any(said.sentence.startswith(use.when) for use in get_exercise(name).uses)
