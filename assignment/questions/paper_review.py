# ---
# jupyter:
#   jupytext:
#     cell_markers: '"""'
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [raw]
"""
# PROBLEM
title: A paper, read and questioned
builds_on: []
"""

# %% [markdown]
r"""
## A paper, read and questioned

Both of these papers take something that everybody does, leave it out, and look at what still works.
Choose **one** of them.

- **A. Weight Agnostic Neural Networks.** Adam Gaier and David Ha, NeurIPS 2019.
  [arXiv:1906.04358](https://arxiv.org/abs/1906.04358), with a
  [version to play with](https://weightagnostic.github.io). Can an architecture solve a task before
  its weights have been trained?
- **B. Understanding deep learning requires rethinking generalization.** Chiyuan Zhang, Samy Bengio,
  Moritz Hardt, Benjamin Recht and Oriol Vinyals, ICLR 2017.
  [arXiv:1611.03530](https://arxiv.org/abs/1611.03530). What does it mean that a network can learn
  labels that were drawn at random?

Read twice. First the abstract, the figures and the conclusion: what do the authors claim, and which
figure or table would you show a sceptic? Then from the beginning, with a pencil.

You write two short texts of at most 350 words each. The limit is part of the task; past it, graders
stop reading. The cell below each answer counts the words of the notebook as it was last saved, so
save first.
"""

# %%
from chainrule import words

# %% [raw]
"""
# BEGIN QUESTION
name: review
manual: true
points: 4
minutes: 60
word_limit: 350
rubric:
  - id: contribution
    points: 1
    text: States the question of the paper and its main finding, correctly and in the writer's own words.
    note: "A: architectures found by search work with one weight value shared by all connections, over a range of values, without training. B: standard networks fit random labels, so bounds by capacity alone, and explicit regularisation, do not explain why they generalise. A sentence close to the abstract earns half."
  - id: evidence
    points: 1
    text: Names at least one experiment or theorem and says what it shows, with what was varied, what was kept and what came out.
    note: "A: the reinforcement-learning tasks or MNIST with sampled shared weights, against fixed or trained baselines. B: CIFAR-10 or ImageNet with random labels or noise as pixels, with and without regularisation; the two-layer construction with 2n + d weights; minimum-norm solutions of linear models. Exact figures are not needed."
  - id: judgement
    points: 1
    text: Gives at least one strength and one weakness of the work, each with a reason that belongs to this paper.
    note: A weakness that would fit any paper (more data sets, more compute) earns nothing unless it is tied to a claim of this one. Half for only one side.
  - id: takeaway
    points: 1
    text: Says what the writer takes away, and a direction that the authors left open, concretely enough to be tried.
    note: Half for a takeaway without a direction, or the other way round. Directions taken from the paper's own outlook count as takeaway only.
"""

# %% [markdown]
r"""
### The review

Begin with the letter of your paper. In at most 350 words:

- What is the main contribution, and what are the insights and the evidence behind it?
- What are the strengths and the weaknesses?
- What do you take away from it yourself? What would you do next that the authors did not?
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %% [markdown]
r"""
**B.** Classical theory ties generalisation to limits: few parameters, small capacity, a regulariser.
Zhang et al. ask whether these limits explain why large networks do well on new data, and answer no
with a test of one line. Replace every training label by a random one, keep everything else, train.
Networks that generalise well on CIFAR-10 and ImageNet fit the random labels too, with hardly
an error, with the same hyperparameters and only somewhat more slowly. Shuffled pixels and
pure noise can be fitted as well.

The consequence is precise. Whatever explains the gap between training and test error must differ
between true and random labels. Number of parameters, VC dimension and Rademacher complexity do not.
Explicit regularisation fares no better. Weight decay, dropout and augmentation improve test accuracy
by some points, but without them the networks still generalise, and with some of them they still fit
random labels. Theory agrees: two layers with $2n + d$ weights can represent any labelling of $n$
points in $d$ dimensions. For linear models, gradient descent finds the solution of least norm, a
hint that the algorithm itself regularises.

The strength is the experiment. It is cheap and turned a vague puzzle into a
criterion that every later bound has to meet. The weakness is that it says mostly what generalisation
is *not*. The theorem concerns what exists, not what training finds, and the part on least norm is
admittedly incomplete: a smaller norm does not always mean a smaller test error. Training accuracy at
the end also hides *how* the two kinds of labels are learned.

I take away that the ability to memorise is no evidence against a network, and that zero training
error by itself tells me nothing about what was learned. Next I would mix true and random labels in
one training set and record which examples are fitted first. If true labels come first whatever the
architecture, stopping early should recover much of the test accuracy even at 40 % noise. That would
be a statement about the path of training, where this paper looks at its end.
"""

# %% [raw]
"""
# END SOLUTION
"""

# %% [raw]
"""
# END QUESTION
"""

# %%
words.show("review", 350)

# %% [raw]
"""
# BEGIN QUESTION
name: paper_question
manual: true
points: 4
minutes: 30
word_limit: 350
rubric:
  - id: position
    points: 1
    text: Takes a clear position on the question that was asked for the chosen paper, and keeps to it.
    note: Any position can earn this point. For paper A the position must distinguish what an architecture can represent from what a method finds; asked for both. Half if the answer circles the question.
  - id: mechanism
    points: 1.5
    text: Gives a reason that would make the position true, a mechanism and not a slogan, and draws it to its conclusion.
    note: "A: with one shared weight the reachable functions form a one-parameter family, so any richness must sit in the topology; with free weights a fixed architecture spans a far larger family. B: simple patterns shared by many examples give gradients that add up and are learned first, while memorising needs many small, separate changes; minimum norm, noise of SGD, architecture as prior. Half for a mechanism that is only named."
  - id: evidence
    points: 1
    text: Supports it with something that can be checked, such as a result of the paper, another paper that is cited, or a small example that is worked out.
    note: Correct use counts, not quantity. A result remembered wrongly earns nothing here.
  - id: limits
    points: 0.5
    text: Says where the own argument ends, with what it does not explain or what would speak against it.
    note: One honest sentence is enough.
"""

# %% [markdown]
r"""
### The question

Answer the question that belongs to your paper, in at most 350 words, and give reasons.

- **A.** A deep enough network can represent any function if its weights may be chosen freely. In
  this paper one fixed method settles them: all connections share a single value. Does the method by
  which weights are found matter for what an architecture can represent? Do an architecture with one
  shared weight and the same architecture with weights of its own choice have equal representational
  power?
- **B.** A network can memorise its data, and with random labels there is nothing else that it could
  do. Why, then, does it learn something more meaningful, something that carries over to new data,
  when the data do hold patterns?
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %% [markdown]
r"""
**If you chose A.** No: their power is not equal. What an architecture can represent is the set of
functions that it reaches over all weights it is *allowed*, and the method decides what is allowed.
With $n$ free weights the set has up to $n$ dimensions; with one shared value it is a single curve of
functions. A chain of two linear units shows it: free weights give every line $y = w_1 w_2 x$, a
shared one only $y = w^2 x$, so no falling line. The richness must then come from the topology, which
is where the paper puts it: its search adds connections and activation functions until the whole curve
solves the task. Its own results agree: training the individual weights of the networks that it found
improves them further. Still, if the architecture itself may grow, shared weights lose little, since
parallel paths add up: three copies of a connection count as weight $3w$. Equal power then has a price
in size. My argument does not say which of the two a search finds sooner.

**If you chose B.** Because memorising is possible but not the shortest way. Gradient descent starts
near zero and adds up the gradients of all examples. A feature that many examples of a class share
pulls in the same direction a thousand times; whatever is particular to one picture pulls once. So
common patterns are learned first, and once they explain an example, its gradient becomes small and
there is little left to memorise. With random labels the pulls of similar pictures cancel, and only
the slow way remains. The paper's curves fit: random labels take longer to learn. In linear models,
gradient descent from zero ends at the interpolating solution of least norm; where a short weight
vector explains all labels, it is found, and random labels need a long one. Convolutions help too, as
patterns that recur across places come cheap. What I cannot explain this way is why fitting the last
few mislabelled examples does so little harm.
"""

# %% [raw]
"""
# END SOLUTION
"""

# %% [raw]
"""
# END QUESTION
"""

# %%
words.show("paper_question", 350)
