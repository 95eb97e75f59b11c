"""What backward() and requires_grad refuse, and the loss that wants probabilities."""

GRADIENTS = (
    (
        r"RuntimeError: Trying to backward through the graph a second time",
        "An earlier backward() has used up a part of this graph. Compute the loss anew in each step, and cut off what "
        "comes from an earlier one with .detach(); retain_graph=True would only keep the old graph.",
    ),
    (
        r"RuntimeError: grad can be implicitly created only for scalar outputs",
        "backward() starts from one number, and this tensor has several: take its .mean() or .sum() first.",
    ),
    (
        r"RuntimeError: element \d+ of tensors does not require grad and does not have a grad_fn",
        "Nothing ties this result to a tensor with requires_grad: .item(), .detach(), torch.no_grad() or a "
        "torch.tensor(...) around a result may have cut the tie.",
    ),
    (
        r"RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation",
        "A tensor was changed in place (+=, *=, x[...] = ..., a name ending in _, or a parameter by optimizer.step()) "
        "before backward() had used it: make a new one, y = y + 1, and call backward() first.",
    ),
    (
        r"RuntimeError: a (?:view of a )?leaf Variable that requires grad is being used in an in-place operation",
        "A tensor with requires_grad, such as a parameter, cannot be changed in place while gradients are recorded: "
        "make a new one, w = w + 1, or change it under torch.no_grad().",
    ),
    (
        r"RuntimeError: Can't call numpy\(\) on Tensor that requires grad",
        "numpy keeps no gradients. Where they are needed compute with torch, torch.exp for np.exp; elsewhere .detach() "
        "comes first.",
    ),
    (
        r"RuntimeError: [oO]nly Tensors of floating point (?:and complex )?dtype can require gradients",
        "Only floating-point tensors have gradients, and this one holds integers or True and False: write 1.0, or "
        ".float().",
    ),
    (
        r"RuntimeError: .*The differentiated Tensor at index \d+ appears to not have been used",
        "The result was not computed from the tensor that it should be differentiated by: from a copy of it, perhaps, "
        "or from one that was detached.",
    ),
    (
        r"RuntimeError: all elements of input should be between 0 and 1",
        "binary_cross_entropy takes probabilities from 0 to 1, and some here are outside or NaN. Logits go, without a "
        "sigmoid, to F.binary_cross_entropy_with_logits.",
    ),
    (
        r"RuntimeError: all elements of target should be between 0 and 1",
        "The second argument of binary_cross_entropy, the target, should be from 0 to 1, and some here are outside or "
        "NaN. The order is (input, target).",
    ),
    (
        r"ValueError: optimizer got an empty parameter list",
        "There is no parameter to train: a model finds layers bound as self.name = ... or kept in nn.Sequential "
        "or nn.ModuleList, not those in a plain list.",
    ),
    (
        r"ValueError: Expected more than 1 value per channel when training",
        "Batch normalisation needs more than one row to take a variance of. For a single one switch with .eval().",
    ),
)
