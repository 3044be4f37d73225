"""What is right is counted as a person would count it."""

import zlib

import numpy as np

from dlcore.addition.alphabet import ALPHABET, decode
from dlcore.addition.answering import greedy_decode
from dlcore.addition.evaluation import Evaluation
from dlcore.addition.sums import TEST, held_out


class Careless:
    """Says the right character of nine in ten places, by lot of what it was given before it."""

    name = "addition"
    input_shape = ((None, 5), (None, 3))

    def predict_on_batch(self, inputs):
        questions, prompts = inputs
        said = [
            [self._code(bytes(q), bytes(prompt[: place + 1])) for place in range(3)]
            for q, prompt in zip(questions, prompts, strict=True)
        ]
        return np.eye(len(ALPHABET))[said]

    def _code(self, question: bytes, before: bytes) -> int:
        total = sum(map(int, decode(np.frombuffer(question, np.uint8)[None])[0].split("+")))
        right = ALPHABET.index(str(total).ljust(3)[len(before) - 1])
        return right if zlib.crc32(question + before) % 10 else (right + 1) % len(ALPHABET)


def test_one_pass_finds_what_greedy_answering_gets_right(tiny):
    sums, model = held_out(TEST, 100, 2), Careless()
    table = Evaluation(sums, tiny).table(model)
    for (m, n), some in sums.items():
        texts = greedy_decode(model, some.questions).texts
        right = [said == answer for said, answer in zip(texts, some.answers, strict=True)]
        assert table[m - 1, n - 1] == np.mean(right)
    assert 0.5 < table[1, 1] < 0.9


def test_counts_and_examples_are_of_the_sums(model, tiny):
    sums = held_out(TEST, 6, 2)
    evaluation = Evaluation(sums, tiny)
    assert evaluation.counts.tolist() == [[6, 6], [6, 6]]
    examples = evaluation.examples(model, 2)
    assert [e.question for e in examples] == [*sums[1, 1].questions[:2], *sums[2, 2].questions[:2]]
    for example in examples:
        assert int(example.answer) == sum(map(int, example.question.split("+")))
        assert example.right == (example.said == example.answer)


def test_mistakes_are_sums_that_it_gets_wrong(tiny):
    sums, model = held_out(TEST, 100, 2), Careless()
    evaluation = Evaluation(sums, tiny)
    wrong = [
        (question, said)
        for some in sums.values()
        for question, said, answer in zip(
            some.questions, greedy_decode(model, some.questions).texts, some.answers, strict=True
        )
        if said != answer
    ]
    found = evaluation.mistakes(model, 100)
    assert [(mistake.question, mistake.said) for mistake in found] == wrong
    assert not any(mistake.right for mistake in found)
    assert len(evaluation.mistakes(model, 1)) == 4
