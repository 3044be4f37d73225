"""The terms of the field that the lab uses, each with one meaning in plain words.

A lesson marks each where it first comes, see `glossary.marked`; the course lists them all.
"""

from __future__ import annotations

from dataclasses import dataclass

from ui.frame.i18n import N_


@dataclass(frozen=True)
class Term:
    """A word and what it means.

    Attributes:
        word: an English msgid; its translation is the one Chinese word for it.
        forms: other English forms of it.
        meaning: an English msgid, a sentence or two.
    """

    word: str
    meaning: str
    forms: tuple[str, ...] = ()


TERMS: tuple[Term, ...] = (
    Term(
        N_("accuracy"),
        N_("The share of examples that a network gets right."),
    ),
    Term(
        N_("activation function"),
        N_(
            "What a neuron makes of its sum before it passes it on. Without it, many layers "
            "could do no more than one."
        ),
        ("activation functions",),
    ),
    Term(
        N_("Adam"),
        N_(
            "An optimizer that gives each weight a step size of its own, by what its "
            "gradients have been like."
        ),
    ),
    Term(
        N_("adversarial example"),
        N_(
            "An image changed so little that people hardly see it, and yet so that a network "
            "answers wrongly."
        ),
        ("adversarial examples",),
    ),
    Term(
        N_("augmentation"),
        N_(
            "Turning, shifting or bending the training images a little, so that a network "
            "sees more than there are."
        ),
    ),
    Term(
        N_("backpropagation"),
        N_(
            "How the error is sent back from layer to layer, by the chain rule, to find the "
            "gradient of each weight."
        ),
    ),
    Term(
        N_("batch normalisation"),
        N_(
            "A layer that gives its numbers mean 0 and spread 1 over a batch, so that they "
            "stay in a good range."
        ),
        ("batch normalization",),
    ),
    Term(
        N_("bias"),
        N_("The number that a neuron adds to its sum: it moves the line without turning it."),
        ("biases",),
    ),
    Term(
        N_("calibration"),
        N_("Making a network say 80 % only where it is right in 80 of 100 cases."),
    ),
    Term(
        N_("channel"),
        N_(
            "One of the pictures that lie on top of one another: red, green and blue, or one "
            "for each filter."
        ),
        ("channels",),
    ),
    Term(
        N_("class"),
        N_("One of the answers that a network may give."),
        ("classes",),
    ),
    Term(
        N_("CNN"),
        N_(
            "A convolutional neural network: it looks for the same small things all over a picture."
        ),
    ),
    Term(
        N_("conditional GAN"),
        N_("A GAN that is told what to draw."),
    ),
    Term(
        N_("confusion matrix"),
        N_(
            "A table of what was there and what was said: it shows which classes are taken "
            "for one another."
        ),
    ),
    Term(
        N_("convolution"),
        N_(
            "Sliding a small filter over a picture and adding up, at each place, weight times"
            " pixel."
        ),
        ("convolutions",),
    ),
    Term(
        N_("cross-entropy"),
        N_("A loss for probabilities: minus the logarithm of what was given to the right class."),
    ),
    Term(
        N_("data set"),
        N_("Examples with their right answers."),
        ("data sets",),
    ),
    Term(
        N_("dense layer"),
        N_("A layer in which each neuron sees all numbers of the layer before."),
        ("dense layers",),
    ),
    Term(
        N_("discriminator"),
        N_("The network of a GAN that tells real pictures from drawn ones."),
    ),
    Term(
        N_("distillation"),
        N_("Teaching a small network by the answers of a large one."),
    ),
    Term(
        N_("dropout"),
        N_(
            "Leaving out neurons by chance while training, so that none relies on another too much."
        ),
    ),
    Term(
        N_("early stopping"),
        N_("Ending a training when the validation gets no better."),
    ),
    Term(
        N_("epoch"),
        N_("One pass over all training examples."),
        ("epochs",),
    ),
    Term(
        N_("feature map"),
        N_(
            "The picture that one filter makes of its input: bright where it finds what it "
            "looks for."
        ),
        ("feature maps",),
    ),
    Term(
        N_("features"),
        N_("Numbers that a network has found to be of use, in place of pixels."),
        ("feature",),
    ),
    Term(
        N_("filter"),
        N_("The small square of weights that a convolution slides over a picture."),
        ("filters",),
    ),
    Term(
        N_("fine-tuning"),
        N_("Going on with the training of a network that has learnt something else."),
    ),
    Term(
        N_("GAN"),
        N_(
            "A generative adversarial network: one network draws, another judges, and both "
            "learn from it."
        ),
    ),
    Term(
        N_("gate"),
        N_("A number between 0 and 1 in a recurrent cell that decides how much gets through."),
        ("gates",),
    ),
    Term(
        N_("generalisation"),
        N_("Being right on examples that were not learnt from."),
        ("generalization",),
    ),
    Term(
        N_("generator"),
        N_("The network of a GAN that makes pictures out of noise."),
    ),
    Term(
        N_("gradient"),
        N_(
            "For each weight, how much the loss rises if it is made a little larger. It "
            "points uphill."
        ),
        ("gradients",),
    ),
    Term(
        N_("gradient descent"),
        N_("Going downhill: taking from each weight a little of its gradient, again and again."),
    ),
    Term(
        N_("GRU"),
        N_("A recurrent cell with two gates and one state."),
    ),
    Term(
        N_("hidden layer"),
        N_("A layer between input and output."),
        ("hidden layers",),
    ),
    Term(
        N_("hidden state"),
        N_("What a recurrent network knows of all that it has read so far."),
        ("hidden states",),
    ),
    Term(
        N_("hyperparameter"),
        N_("What people choose before a training, such as the learning rate; nothing learns it."),
        ("hyperparameters",),
    ),
    Term(
        N_("initialiser"),
        N_("How the first weights are drawn by lot."),
        ("initializer", "initialisers"),
    ),
    Term(
        N_("kernel size"),
        N_("How many pixels a filter has on a side."),
    ),
    Term(
        N_("label"),
        N_("The right answer of an example, as it was written down."),
        ("labels",),
    ),
    Term(
        N_("latent space"),
        N_("The numbers from which a generator draws. Near numbers give pictures that are alike."),
    ),
    Term(
        N_("layer"),
        N_("Neurons that work side by side on the same input."),
        ("layers",),
    ),
    Term(
        N_("learning rate"),
        N_("How much of the gradient is taken from the weights in a step."),
    ),
    Term(
        N_("logit"),
        N_("What a network gives for a class before it is made a probability."),
        ("logits",),
    ),
    Term(
        N_("loss"),
        N_("One number for how wrong the answers are. Training makes it small."),
        ("losses",),
    ),
    Term(
        N_("LSTM"),
        N_(
            "A recurrent cell with three gates and a cell state that can keep something for "
            "many steps."
        ),
    ),
    Term(
        N_("membership inference"),
        N_("Finding out from a network's answers whether an example was learnt from."),
    ),
    Term(
        N_("mini-batch"),
        N_("The examples that one step of a training learns from."),
        ("batch", "batches"),
    ),
    Term(
        N_("minimum"),
        N_("A place where every small step leads uphill."),
        ("minima",),
    ),
    Term(
        N_("MNIST"),
        N_(
            "70,000 images of digits written by hand, 28 by 28 pixels: the set that everybody"
            " begins with."
        ),
    ),
    Term(
        N_("mode collapse"),
        N_("When a generator draws only a few of the things it should."),
    ),
    Term(
        N_("momentum"),
        N_("Keeping a share of the last step, as a ball keeps its speed."),
    ),
    Term(
        N_("MSE"),
        N_("Mean squared error: the mean of the squared differences from the right answers."),
    ),
    Term(
        N_("neuron"),
        N_("A sum of inputs times weights, and a bias, sent through an activation function."),
        ("neurons",),
    ),
    Term(
        N_("noise"),
        N_("Numbers that mean nothing, mostly drawn by lot."),
    ),
    Term(
        N_("normalisation"),
        N_("Bringing numbers to a common range."),
        ("normalization",),
    ),
    Term(
        N_("optimizer"),
        N_("The rule by which gradients become steps."),
        ("optimizers",),
    ),
    Term(
        N_("outlier"),
        N_("A point far from all others."),
        ("outliers",),
    ),
    Term(
        N_("overfitting"),
        N_("Learning the training examples by heart: right on them, wrong on others."),
    ),
    Term(
        N_("padding"),
        N_("A margin of zeros around a picture, so that a filter fits at the edge."),
    ),
    Term(
        N_("parameter"),
        N_("A number that training changes: a weight or a bias."),
        ("parameters",),
    ),
    Term(
        N_("pixel"),
        N_("One point of a picture; here a number from 0, black, to 1, white."),
        ("pixels",),
    ),
    Term(
        N_("pooling"),
        N_(
            "Making a picture smaller by keeping one number of each little square, mostly the"
            " largest."
        ),
        ("max pooling",),
    ),
    Term(
        N_("probability"),
        N_("A number between 0 and 1; those of all classes add up to 1."),
        ("probabilities",),
    ),
    Term(
        N_("quantisation"),
        N_("Storing weights with fewer bits."),
        ("quantization",),
    ),
    Term(
        N_("receptive field"),
        N_("The part of the picture that one number of a layer depends on."),
    ),
    Term(
        N_("recurrent"),
        N_("A network that reads step by step and takes a state along."),
        ("RNN",),
    ),
    Term(
        N_("regularisation"),
        N_("What keeps a network from learning by heart."),
        ("regularization",),
    ),
    Term(
        N_("ReLU"),
        N_("The activation that lets what is above 0 pass and makes all else 0."),
    ),
    Term(
        N_("saliency"),
        N_("A picture of how much each pixel counts for an answer."),
    ),
    Term(
        N_("saturation"),
        N_("When an activation is so flat that hardly any gradient gets through."),
        ("saturated",),
    ),
    Term(
        N_("seed"),
        N_("The number from which all chance in a run comes: the same seed, the same run."),
    ),
    Term(
        N_("SGD"),
        N_("Stochastic gradient descent: a step downhill by the gradient of one batch."),
    ),
    Term(
        N_("sigmoid"),
        N_("An activation that brings any number between 0 and 1."),
    ),
    Term(
        N_("softmax"),
        N_("Makes probabilities of logits: all positive, their sum 1."),
    ),
    Term(
        N_("stride"),
        N_("How many pixels a filter moves at a time."),
    ),
    Term(
        N_("tanh"),
        N_("An activation that brings any number between -1 and 1."),
    ),
    Term(
        N_("temperature"),
        N_(
            "What logits are divided by before the softmax: cold makes an answer sharp, hot "
            "makes it even."
        ),
    ),
    Term(
        N_("test image"),
        N_("An image that no training has seen: it measures what was learnt."),
        ("test images",),
    ),
    Term(
        N_("transfer learning"),
        N_("Using what a network has learnt for one thing to learn another from few examples."),
        ("transfer",),
    ),
    Term(
        N_("underfitting"),
        N_("When a network is wrong even on what it has learnt from."),
    ),
    Term(
        N_("validation"),
        N_("Examples that are held back while training, to see whether it still gets better."),
    ),
    Term(
        N_("vanishing gradient"),
        N_("When an error gets smaller from layer to layer, until nothing of it is left."),
        ("vanishing gradients",),
    ),
    Term(
        N_("weight"),
        N_("What an input is multiplied by: how much it counts."),
        ("weights",),
    ),
    Term(
        N_("weight decay"),
        N_("Taking a little of each weight away at every step, so that they stay small."),
    ),
)
