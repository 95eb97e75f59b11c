"""What students write for vae.free_bits, each with the slug that its check must answer with."""

import torch


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


def _lessons_floor(kl, floor):
    return kl.mean(0).clamp(min=0.5).sum()


def _floor_over_the_batch(kl, floor):
    return kl.sum(0).clamp(min=floor).sum() / len(kl)


def _ceiling_averaged(kl, floor):
    return kl.mean(0).clamp(max=floor).mean()


def _smooth(kl, floor):
    return (floor + torch.nn.functional.softplus(kl.mean(0) - floor)).sum()


WRONG = [
    ("floor-divided-by-the-batch", _floor_over_the_batch),
    ("floor-as-ceiling", _ceiling_averaged),
    ("softplus-for-clamp", _smooth),
    ("clamped-per-image-and-summed", lambda kl, floor: kl.clamp(min=floor).sum()),
    ("clamped-per-image-and-averaged", lambda kl, floor: kl.clamp(min=floor).mean()),
    ("dimensions-exchanged", lambda kl, floor: kl.sum(0).clamp(min=floor).mean()),
    ("floor-shared", lambda kl, floor: kl.mean(0).clamp(min=floor / kl.shape[1]).sum()),
    ("floor-ignored", _lessons_floor),
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
]
