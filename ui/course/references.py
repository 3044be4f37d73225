"""What the lessons cite, each with where it can be read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Reference:
    """A paper, a book or a page. Names and titles are as they were published, in any language.

    Attributes:
        authors: family names, or the first with "et al.".
        year: of publication.
        title: in full.
        link: an address of its own, `arXiv:` or `doi:` with a number; empty where there is none
            that lasts.
    """

    authors: str
    year: int
    title: str
    link: str = ""

    @property
    def address(self) -> str:
        """Where it can be read; empty where nobody can tell."""
        for short, site in _SITES.items():
            if self.link.startswith(short):
                return site + self.link.removeprefix(short)
        return self.link


_SITES = {"arXiv:": "https://arxiv.org/abs/", "doi:": "https://doi.org/"}

TO_BEGIN_WITH: tuple[Reference, ...] = (
    Reference(
        "Goodfellow, Bengio, Courville", 2016, "Deep Learning", "https://www.deeplearningbook.org"
    ),
    Reference("LeCun, Bengio, Hinton", 2015, "Deep learning", "doi:10.1038/nature14539"),
    Reference("Chollet et al.", 2015, "Keras", "https://keras.io"),
)
"""What the article that this lab grew out of begins with."""

OTHERS: tuple[Reference, ...] = (
    Reference("Abadi et al.", 2016, "Deep learning with differential privacy", "arXiv:1607.00133"),
    Reference("Adebayo et al.", 2018, "Sanity checks for saliency maps", "arXiv:1810.03292"),
    Reference(
        "Akiba et al.",
        2019,
        "Optuna: A next-generation hyperparameter optimization framework",
        "arXiv:1907.10902",
    ),
    Reference(
        "Arjovsky, Bottou",
        2017,
        "Towards principled methods for training generative adversarial networks",
        "arXiv:1701.04862",
    ),
    Reference(
        "Bagdasaryan, Poursaeed, Shmatikov",
        2019,
        "Differential privacy has disparate impact on model accuracy",
        "arXiv:1905.12101",
    ),
    Reference(
        "Bengio, Simard, Frasconi",
        1994,
        "Learning long-term dependencies with gradient descent is difficult",
        "doi:10.1109/72.279181",
    ),
    Reference(
        "Bergstra, Bengio",
        2012,
        "Random search for hyper-parameter optimization",
        "https://jmlr.org/papers/v13/bergstra12a.html",
    ),
    Reference(
        "Bergstra et al.",
        2011,
        "Algorithms for hyper-parameter optimization",
        "https://papers.nips.cc/paper/2011/hash/86e8f7ab32cfd12577bc2619bc635690-Abstract.html",
    ),
    Reference(
        "Bickel, Hammel, O'Connell",
        1975,
        "Sex bias in graduate admissions: data from Berkeley",
        "doi:10.1126/science.187.4175.398",
    ),
    Reference(
        "Bloomfield, Steiger", 1983, "Least absolute deviations: theory, applications, algorithms"
    ),
    Reference(
        "Bouthillier et al.",
        2021,
        "Accounting for variance in machine learning benchmarks",
        "arXiv:2103.03098",
    ),
    Reference(
        "Brock, Donahue, Simonyan",
        2019,
        "Large scale GAN training for high fidelity natural image synthesis (BigGAN)",
        "arXiv:1809.11096",
    ),
    Reference(
        "Buolamwini, Gebru",
        2018,
        "Gender shades: intersectional accuracy disparities in commercial gender classification",
        "https://proceedings.mlr.press/v81/buolamwini18a.html",
    ),
    Reference(
        "Carlini et al.",
        2022,
        "Membership inference attacks from first principles",
        "arXiv:2112.03570",
    ),
    Reference(
        "Casey, Lecolinet",
        1996,
        "A survey of methods and strategies in character segmentation",
        "doi:10.1109/34.506792",
    ),
    Reference(
        "Cho et al.",
        2014,
        "Learning phrase representations using RNN encoder-decoder for statistical machine "
        "translation",
        "arXiv:1406.1078",
    ),
    Reference("Cortes, Vapnik", 1995, "Support-vector networks", "doi:10.1007/BF00994018"),
    Reference(
        "Cybenko",
        1989,
        "Approximation by superpositions of a sigmoidal function",
        "doi:10.1007/BF02551274",
    ),
    Reference(
        "Daugman",
        1985,
        "Uncertainty relation for resolution in space, spatial frequency, and orientation "
        "optimized by two-dimensional visual cortical filters",
        "doi:10.1364/JOSAA.2.001160",
    ),
    Reference(
        "Dauphin et al.",
        2014,
        "Identifying and attacking the saddle point problem in high-dimensional non-convex "
        "optimization",
        "arXiv:1406.2572",
    ),
    Reference(
        "Dhamija, Günther, Boult", 2018, "Reducing network agnostophobia", "arXiv:1811.04110"
    ),
    Reference(
        "Dietterich",
        1998,
        "Approximate statistical tests for comparing supervised classification learning algorithms",
        "doi:10.1162/089976698300017197",
    ),
    Reference(
        "Dumoulin, Visin",
        2016,
        "A guide to convolution arithmetic for deep learning",
        "arXiv:1603.07285",
    ),
    Reference("Elman", 1990, "Finding structure in time", "doi:10.1207/s15516709cog1402_1"),
    Reference(
        "Erhan et al.",
        2009,
        "Visualizing higher-layer features of a deep network (Université de Montréal, technical "
        "report 1341)",
    ),
    Reference(
        "Fukushima",
        1980,
        "Neocognitron: a self-organizing neural network model for a mechanism of pattern "
        "recognition unaffected by shift in position",
        "doi:10.1007/BF00344251",
    ),
    Reference(
        "Garipov et al.",
        2018,
        "Loss surfaces, mode connectivity, and fast ensembling of DNNs",
        "arXiv:1802.10026",
    ),
    Reference("Gebru et al.", 2021, "Datasheets for datasets", "arXiv:1803.09010"),
    Reference(
        "Gers, Schmidhuber, Cummins",
        2000,
        "Learning to forget: continual prediction with LSTM",
        "doi:10.1162/089976600300015015",
    ),
    Reference(
        "Glorot, Bengio",
        2010,
        "Understanding the difficulty of training deep feedforward neural networks",
        "https://proceedings.mlr.press/v9/glorot10a.html",
    ),
    Reference("Goh", 2017, "Why momentum really works", "doi:10.23915/distill.00006"),
    Reference(
        "Goodfellow, Shlens, Szegedy",
        2015,
        "Explaining and harnessing adversarial examples",
        "arXiv:1412.6572",
    ),
    Reference("Goodfellow et al.", 2014, "Generative adversarial nets", "arXiv:1406.2661"),
    Reference(
        "Graves, Fernández, Gomez, Schmidhuber",
        2006,
        "Connectionist temporal classification: labelling unsegmented sequence data with recurrent "
        "neural networks",
        "doi:10.1145/1143844.1143891",
    ),
    Reference(
        "Grinsztajn, Oyallon, Varoquaux",
        2022,
        "Why do tree-based models still outperform deep learning on tabular data?",
        "arXiv:2207.08815",
    ),
    Reference(
        "Gulrajani et al.", 2017, "Improved training of Wasserstein GANs", "arXiv:1704.00028"
    ),
    Reference(
        "Guo, Pleiss, Sun, Weinberger",
        2017,
        "On calibration of modern neural networks",
        "arXiv:1706.04599",
    ),
    Reference(
        "Hannun, Maas, Jurafsky, Ng",
        2014,
        "First-pass large vocabulary continuous speech recognition using bi-directional recurrent "
        "DNNs",
        "arXiv:1408.2873",
    ),
    Reference(
        "Härkönen et al.",
        2020,
        "GANSpace: Discovering interpretable GAN controls",
        "arXiv:2004.02546",
    ),
    Reference(
        "He et al.",
        2015,
        "Delving deep into rectifiers: surpassing human-level performance on ImageNet "
        "classification",
        "arXiv:1502.01852",
    ),
    Reference("Hendrycks, Gimpel", 2016, "Gaussian error linear units (GELUs)", "arXiv:1606.08415"),
    Reference(
        "Heusel et al.",
        2017,
        "GANs trained by a two time-scale update rule converge to a local Nash equilibrium",
        "arXiv:1706.08500",
    ),
    Reference(
        "Hinton",
        2002,
        "Training products of experts by minimizing contrastive divergence",
        "doi:10.1162/089976602760128018",
    ),
    Reference(
        "Hinton, Vinyals, Dean",
        2015,
        "Distilling the knowledge in a neural network",
        "arXiv:1503.02531",
    ),
    Reference(
        "Hochreiter",
        1991,
        "Untersuchungen zu dynamischen neuronalen Netzen (diploma thesis, TU München)",
        "https://people.idsia.ch/~juergen/SeppHochreiter1991ThesisAdvisorSchmidhuber.pdf",
    ),
    Reference(
        "Hochreiter, Schmidhuber",
        1997,
        "Long short-term memory",
        "doi:10.1162/neco.1997.9.8.1735",
    ),
    Reference(
        "Huang et al.",
        2024,
        "The GAN is dead; long live the GAN! A modern GAN baseline",
        "arXiv:2501.05441",
    ),
    Reference(
        "Huber", 1964, "Robust estimation of a location parameter", "doi:10.1214/aoms/1177703732"
    ),
    Reference(
        "Ioffe, Szegedy",
        2015,
        "Batch normalization: accelerating deep network training by reducing internal covariate "
        "shift",
        "arXiv:1502.03167",
    ),
    Reference(
        "Jozefowicz, Zaremba, Sutskever",
        2015,
        "An empirical exploration of recurrent network architectures",
        "https://proceedings.mlr.press/v37/jozefowicz15.html",
    ),
    Reference(
        "Kahng et al.",
        2019,
        "GAN Lab: understanding complex deep generative models using interactive visual "
        "experimentation",
        "arXiv:1809.01587",
    ),
    Reference("Kaplan et al.", 2020, "Scaling laws for neural language models", "arXiv:2001.08361"),
    Reference("Kingma, Ba", 2015, "Adam: a method for stochastic optimization", "arXiv:1412.6980"),
    Reference("Klambauer et al.", 2017, "Self-normalizing neural networks", "arXiv:1706.02515"),
    Reference("Koenker, Bassett", 1978, "Regression quantiles", "doi:10.2307/1913643"),
    Reference(
        "Kynkäänniemi et al.",
        2019,
        "Improved precision and recall metric for assessing generative models",
        "arXiv:1904.06991",
    ),
    Reference(
        "Le, Jaitly, Hinton",
        2015,
        "A simple way to initialize recurrent networks of rectified linear units",
        "arXiv:1504.00941",
    ),
    Reference(
        "LeCun, Bottou, Bengio, Haffner",
        1998,
        "Gradient-based learning applied to document recognition",
        "doi:10.1109/5.726791",
    ),
    Reference(
        "LeCun, Cortes, Burges",
        1998,
        "The MNIST database of handwritten digits",
        "http://yann.lecun.com/exdb/mnist/",
    ),
    Reference(
        "Li et al.", 2018, "Visualizing the loss landscape of neural nets", "arXiv:1712.09913"
    ),
    Reference("Lin et al.", 2017, "Focal loss for dense object detection", "arXiv:1708.02002"),
    Reference("Marr, Hildreth", 1980, "Theory of edge detection", "doi:10.1098/rspb.1980.0020"),
    Reference(
        "McCulloch, Pitts",
        1943,
        "A logical calculus of the ideas immanent in nervous activity",
        "doi:10.1007/BF02478259",
    ),
    Reference(
        "McNemar",
        1947,
        "Note on the sampling error of the difference between correlated proportions or "
        "percentages",
        "doi:10.1007/BF02295996",
    ),
    Reference(
        "Mescheder, Geiger, Nowozin",
        2018,
        "Which training methods for GANs do actually converge?",
        "arXiv:1801.04406",
    ),
    Reference("Metz et al.", 2017, "Unrolled generative adversarial networks", "arXiv:1611.02163"),
    Reference("Minsky, Papert", 1969, "Perceptrons", "doi:10.7551/mitpress/11301.001.0001"),
    Reference("Miyato, Koyama", 2018, "cGANs with projection discriminator", "arXiv:1802.05637"),
    Reference(
        "Nesterov",
        1983,
        "A method of solving a convex programming problem with convergence rate O(1/k²)",
        "https://www.mathnet.ru/eng/dan46009",
    ),
    Reference(
        "Nguyen, Yosinski, Clune",
        2015,
        "Deep neural networks are easily fooled: high confidence predictions for unrecognizable "
        "images",
        "arXiv:1412.1897",
    ),
    Reference(
        "Northcutt, Jiang, Chuang",
        2021,
        "Confident learning: estimating uncertainty in dataset labels",
        "arXiv:1911.00068",
    ),
    Reference(
        "Odena, Dumoulin, Olah",
        2016,
        "Deconvolution and checkerboard artifacts",
        "doi:10.23915/distill.00003",
    ),
    Reference(
        "Patterson et al.",
        2021,
        "Carbon emissions and large neural network training",
        "arXiv:2104.10350",
    ),
    Reference(
        "Petsiuk, Das, Saenko",
        2018,
        "RISE: randomized input sampling for explanation of black-box models",
        "arXiv:1806.07421",
    ),
    Reference(
        "Polyak",
        1964,
        "Some methods of speeding up the convergence of iteration methods",
        "doi:10.1016/0041-5553(64)90137-5",
    ),
    Reference(
        "Rosenblatt",
        1958,
        "The perceptron: a probabilistic model for information storage and organization in the "
        "brain",
        "doi:10.1037/h0042519",
    ),
    Reference(
        "Ruder",
        2016,
        "An overview of gradient descent optimization algorithms",
        "arXiv:1609.04747",
    ),
    Reference(
        "Rumelhart, Hinton, Williams",
        1986,
        "Learning representations by back-propagating errors",
        "doi:10.1038/323533a0",
    ),
    Reference("Salimans et al.", 2016, "Improved techniques for training GANs", "arXiv:1606.03498"),
    Reference(
        "Selvaraju et al.",
        2017,
        "Grad-CAM: visual explanations from deep networks via gradient-based localization",
        "arXiv:1610.02391",
    ),
    Reference(
        "Shi, Bai, Yao",
        2015,
        "An end-to-end trainable neural network for image-based sequence recognition and its "
        "application to scene text recognition",
        "arXiv:1507.05717",
    ),
    Reference(
        "Shokri et al.",
        2017,
        "Membership inference attacks against machine learning models",
        "arXiv:1610.05820",
    ),
    Reference(
        "Simonyan, Vedaldi, Zisserman",
        2014,
        "Deep inside convolutional networks: visualising image classification models and saliency "
        "maps",
        "arXiv:1312.6034",
    ),
    Reference(
        "Simpson",
        1951,
        "The interpretation of interaction in contingency tables",
        "doi:10.1111/j.2517-6161.1951.tb00088.x",
    ),
    Reference(
        "Smilkov et al.",
        2017,
        "Direct-manipulation visualization of deep networks",
        "arXiv:1708.03788",
    ),
    Reference(
        "Smith",
        2018,
        "A disciplined approach to neural network hyper-parameters: part 1",
        "arXiv:1803.09820",
    ),
    Reference(
        "Srivastava et al.",
        2014,
        "Dropout: a simple way to prevent neural networks from overfitting",
        "https://jmlr.org/papers/v15/srivastava14a.html",
    ),
    Reference(
        "Srivastava et al.",
        2017,
        "VEEGAN: Reducing mode collapse in GANs using implicit variational learning",
        "arXiv:1705.07761",
    ),
    Reference(
        "Strubell, Ganesh, McCallum",
        2019,
        "Energy and policy considerations for deep learning in NLP",
        "arXiv:1906.02243",
    ),
    Reference(
        "Sun, Ming, Zhu, Li",
        2022,
        "Out-of-distribution detection with deep nearest neighbors",
        "arXiv:2204.06507",
    ),
    Reference(
        "Sundararajan, Taly, Yan",
        2017,
        "Axiomatic attribution for deep networks",
        "arXiv:1703.01365",
    ),
    Reference(
        "Sutskever, Vinyals, Le",
        2014,
        "Sequence to sequence learning with neural networks",
        "arXiv:1409.3215",
    ),
    Reference(
        "Szegedy et al.",
        2016,
        "Rethinking the Inception architecture for computer vision",
        "arXiv:1512.00567",
    ),
    Reference(
        "van der Maaten, Hinton",
        2008,
        "Visualizing data using t-SNE",
        "https://jmlr.org/papers/v9/vandermaaten08a.html",
    ),
    Reference("White", 2016, "Sampling generative networks", "arXiv:1609.04468"),
    Reference(
        "Williams, Zipser",
        1989,
        "A learning algorithm for continually running fully recurrent neural networks",
        "doi:10.1162/neco.1989.1.2.270",
    ),
    Reference(
        "Yeom, Giacomelli, Fredrikson, Jha",
        2018,
        "Privacy risk in machine learning: analyzing the connection to overfitting",
        "arXiv:1709.01604",
    ),
    Reference(
        "Yosinski et al.",
        2014,
        "How transferable are features in deep neural networks?",
        "arXiv:1411.1792",
    ),
    Reference("Zaremba, Sutskever", 2014, "Learning to execute", "arXiv:1410.4615"),
    Reference(
        "Zeiler, Fergus",
        2014,
        "Visualizing and understanding convolutional networks",
        "arXiv:1311.2901",
    ),
    Reference(
        "Zhang", 2019, "Making convolutional networks shift-invariant again", "arXiv:1904.11486"
    ),
    Reference(
        "Zhang et al.",
        2017,
        "Understanding deep learning requires rethinking generalization",
        "arXiv:1611.03530",
    ),
)
"""What the lessons cite besides, by author."""
