"""The training of an adding network as a plain Keras program."""

from __future__ import annotations

from string import Template

from dlcore.addition.alphabet import ALPHABET
from dlcore.addition.config import CELLS, AdditionConfig, answer_length, question_length
from dlcore.addition.network import EMBEDDING, NAMES
from dlcore.addition.sums import TEST_SHARE, VALIDATION_SHARE
from dlcore.optimizers.schedules import WARM_UP_SHARE

_PROGRAM = Template('''\
"""Learns to add two numbers that are written as text: 58+74 -> 132."""

import keras
import numpy as np
from keras import layers

DIGITS = $digits  # the most that a number has
QUESTION, ANSWER = $question_length, $answer_length  # characters
ALPHABET = "$alphabet"
BATCH_SIZE = $batch_size
STEPS_PER_EPOCH = $steps_per_epoch
EPOCHS = $epochs

keras.utils.set_random_seed($seed)
random = np.random.default_rng($seed)


def numbers(count):
    """Whole numbers; one digit more is twice as frequent, since there are more such numbers."""
    weights = 2.0 ** np.arange(DIGITS)
    digits = random.choice(np.arange(1, DIGITS + 1), size=count, p=weights / weights.sum())
    return random.integers(np.where(digits == 1, 0, 10 ** (digits - 1)), 10**digits)


def lot(first, second):
    """A number from 0 to 99 by lot for each pair, the same whichever number stands first."""
    low, high = np.minimum(first, second), np.maximum(first, second)
    bits = (low * 10_000 + high + 11).astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return (bits ^ (bits >> np.uint64(31))) % np.uint64(100)


def draw(count, for_test=False):
    """Sums; a pair that is tested is never trained on, in neither order."""
    enough = 20 * count if for_test else 2 * count + 100
    first, second = numbers(enough), numbers(enough)
    drawn = lot(first, second)
    chosen = drawn < $test if for_test else drawn >= $held_out
    return first[chosen][:count], second[chosen][:count]


def encode(texts, length):
    """Each character as its place in the alphabet, blanks at the end."""
    return np.array([[ALPHABET.index(c) for c in text.ljust(length)] for text in texts], "uint8")


def examples(first, second):
    """What the network is given, and what it is to say."""
    questions = encode([f"{a}+{b}" for a, b in zip(first, second)], QUESTION)
    answers = encode([str(total)$from_the_end for total in first + second], ANSWER)
    # Teacher forcing: at each place the decoder is fed the right character of the place before.
    prompts = np.concatenate([encode(["="] * len(answers), 1), answers[:, :-1]], axis=1)
    return (questions, prompts), answers


def batches():
    while True:  # no sum is seen again on purpose: there are always new ones
        (questions, prompts), answers = examples(*draw(STEPS_PER_EPOCH * BATCH_SIZE))
        for start in range(0, len(answers), BATCH_SIZE):
            some = slice(start, start + BATCH_SIZE)
            yield (questions[some], prompts[some]), answers[some]


# The encoder reads the question$backwards; its last state is all the decoder gets of it.
question = keras.Input((QUESTION,), dtype="uint8", name="question")
prompt = keras.Input((ANSWER,), dtype="uint8", name="prompt")
read = layers.Embedding(len(ALPHABET), $embedding)(question)
fed = layers.Embedding(len(ALPHABET), $embedding)(prompt)
encoder = layers.$cell($units, return_state=True, go_backwards=$reverse, unroll=True)
decoder = layers.$cell($units, return_sequences=True, unroll=True)
_, *state = encoder(read)
written = decoder(fed, initial_state=state)
said = layers.Dense(len(ALPHABET), activation="softmax")(written)
model = keras.Model([question, prompt], said, name="$name")

# One cycle (Smith 2018): the learning rate rises to its peak, then falls to zero along a cosine.
PEAK = $peak
steps = EPOCHS * STEPS_PER_EPOCH
warm_up = int(steps * $warm_up_share)
learning_rate = keras.optimizers.schedules.CosineDecay(
    initial_learning_rate=PEAK / 25,
    warmup_target=PEAK,
    warmup_steps=warm_up,
    decay_steps=steps - warm_up,
)
model.compile(keras.optimizers.Adam(learning_rate), loss="sparse_categorical_crossentropy")
model.fit(batches(), steps_per_epoch=STEPS_PER_EPOCH, epochs=EPOCHS, shuffle=False)


def answer(questions):
    """Greedy: the most probable character at each place, fed back for the next one."""
    asked = encode(questions, QUESTION)
    prompts = encode(["="] * len(asked), ANSWER)
    for place in range(ANSWER):
        said = model.predict_on_batch((asked, prompts)).argmax(axis=-1)
        prompts[:, place + 1 :] = said[:, place:-1]
    return ["".join(ALPHABET[c] for c in row).strip()$from_the_end for row in said]


first, second = draw(1000, for_test=True)
said = answer([f"{a}+{b}" for a, b in zip(first, second)])
right = [text == str(total) for text, total in zip(said, first + second)]
print(f"Right: {np.mean(right):.1%} of {len(right)} sums that were never trained on")
model.save("addition.keras")
''')


def addition_script(config: AdditionConfig) -> str:
    """Writes the program that does the same run as `train_addition`, with Keras and NumPy alone.

    It starts from the same weights and draws the same sums in the same order.

    Returns:
        Python source. It prints how many test sums are right and saves addition.keras beside
        itself.
    """
    return _PROGRAM.substitute(
        digits=config.digits,
        question_length=question_length(config.digits),
        answer_length=answer_length(config.digits),
        alphabet=ALPHABET,
        batch_size=config.batch_size,
        steps_per_epoch=config.steps_per_epoch,
        epochs=config.epochs,
        seed=config.seed,
        test=TEST_SHARE,
        held_out=TEST_SHARE + VALIDATION_SHARE,
        from_the_end="[::-1]" if config.ones_first else "",
        backwards=" from its end" if config.reverse else "",
        embedding=EMBEDDING,
        cell=CELLS[config.cell],
        units=config.units,
        reverse=config.reverse,
        name=NAMES[config.ones_first],
        peak=config.learning_rate,
        warm_up_share=WARM_UP_SHARE,
    )
