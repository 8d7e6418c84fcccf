"""Bugs that well-known courses' tests let pass, and bugs of real students, are all in the bank."""

from __future__ import annotations

from pathlib import Path

import pytest

from chainrule_desk.authoring.variants import read_variants

VARIANTS = Path(__file__).parents[3] / "assignment" / "variants"
WRONG = {
    f"{answer.part}: {answer.name}"
    for path in VARIANTS.glob("*.py")
    for answer in read_variants(path)
    if not answer.right
}
SURVIVED_ELSEWHERE = {
    "bias gradient of shape (1, M), hidden by broadcasting": [
        "linear_backward: bias_gradient_keeps_dims"
    ],
    "the upstream gradient is clobbered": [
        "linear_backward: clobbers_the_upstream",
        "network: upstream_clobbered",
    ],
    "the mask is applied in place to it": ["relu_backward: mask_in_place"],
    "the derivative of ReLU is 1 at 0": ["relu_backward: one_at_zero"],
    "no shift by the maximum": [
        "cross_entropy_backward: no_max_shift",
        "backprop_forward: no_shift",
        "backprop_gradients: no_shift",
        "softmax_jacobian: no_shift",
        "clothes_probabilities: overflow",
    ],
    "a shift by the maximum of the batch, not of the row": [
        "cross_entropy_backward: global_max_shift",
        "backprop_batch: global_maximum",
    ],
    "an epsilon inside the logarithm": [
        "cross_entropy_backward: derivative_of_log_p_plus_epsilon",
        "cross_entropy_backward: log_p_plus_epsilon_in_forward",
        "backprop_forward: epsilon_in_the_logarithm",
    ],
    "the size of the batch is hard-coded": [
        "cross_entropy_backward: batch_size_hard_coded",
        "linear_backward: batch_of_five",
        "backprop_batch: batch_size_fixed",
    ],
    "the upstream gradient is ignored": [
        "linear_backward: upstream_ignored",
        "relu_backward: upstream_ignored",
        "train_epoch: upstream_of_ones",
    ],
    "a transpose done as a reshape": [
        "linear_forward: weight_reshaped",
        "linear_backward: weight_gradient_reshaped",
    ],
    "the gradient of a power is zero": ["squared_norm_gradient: zero"],
    "the gradient accumulates from call to call": [
        "linear_backward: accumulates",
        "backprop_gradients: accumulated",
        "clothes_training: gradients_not_cleared",
    ],
}
MADE_BY_STUDENTS = {
    "derivative of the sigmoid at the activation": [
        "backprop_gradients: derivative_at_the_activation",
        "backprop_training: derivative_at_the_activation",
        "backprop_batch: derivative_at_the_activation",
    ],
    "weights updated before the gradient passed through them": [
        "backprop_training: updated_before_passing_back",
        "backprop_gradients: weights_updated_on_the_way",
        "linear_backward: updates_the_weight_first",
    ],
    "softmax over the wrong axis": [
        "cross_entropy_backward: softmax_over_the_batch",
        "backprop_dataset: softmax_over_samples",
        "clothes_probabilities: softmax_over_samples",
    ],
    "labels not one-hot": [
        "cross_entropy_backward: labels_subtracted_as_numbers",
        "cross_entropy_backward: one_hot_forgotten",
    ],
    "mean and sum mixed": [
        "cross_entropy_backward: no_mean",
        "cross_entropy_backward: mean_twice",
        "linear_backward: mean_over_the_batch",
        "backprop_batch: sum",
        "l1_loss: mean",
        "clothes_training: summed_loss",
    ],
    "evaluation that trains": ["evaluate: trains_on_the_way"],
    "training that does not shuffle": [
        "train_epoch: not_shuffled",
        "clothes_training: no_shuffling",
    ],
    "training that drops the last batch": [
        "train_epoch: last_batch_dropped",
        "clothes_training: last_minibatch_dropped",
    ],
    "augmentation applied to validation": [
        "random_crop: validation_cropped",
        "curves_with_crops: validation_cropped",
    ],
    "accuracy averaged over unequal batches": [
        "evaluate: accuracy_over_unequal_batches",
        "fit: accuracy_averaged_over_batches",
    ],
    "the logits of the caller are shifted in place": [
        "cross_entropy_backward: shift_in_place",
        "softmax_jacobian: logits_shifted_in_place",
    ],
    "a cache is returned, and changed later": ["cross_entropy_backward: cache_changed_in_place"],
    "an input is perturbed and not restored": ["backprop_gradients: differences_not_restored"],
    "a finite difference of whole numbers is 0": [
        "squared_norm_gradient: difference_of_whole_numbers"
    ],
}


@pytest.mark.parametrize("bug", SURVIVED_ELSEWHERE)
def test_a_bug_that_other_tests_let_pass_is_a_wrong_answer_here(bug: str) -> None:
    """The audit holds that each of them loses points."""
    assert set(SURVIVED_ELSEWHERE[bug]) <= WRONG


@pytest.mark.parametrize("bug", MADE_BY_STUDENTS)
def test_a_bug_that_students_make_is_a_wrong_answer_here(bug: str) -> None:
    """Wherever a part invites it."""
    assert set(MADE_BY_STUDENTS[bug]) <= WRONG
