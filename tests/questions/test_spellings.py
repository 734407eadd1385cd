"""Words that learners type: spellings of the right one, what is refused, and what is asked about once more."""

from __future__ import annotations

import pytest

from studyapp.content.library import Library
from studyapp.questions.grade import grade
from studyapp.questions.make import make
from studyapp.questions.model import Feedback, Kind, Question
from tests.questions.tables import Table, decomposed, rows


def asked(library: Library, id: str) -> Question:
    """The name of an entry, typed; the gap of another card, filled; a question with its own answer."""
    entry, _, facet = id.partition("/")
    card = library.card(f"{entry}/{facet or 'name'}")
    assert card is not None
    kinds: dict[str, Kind] = {"": "typed", "meaning": "cloze"}
    return make(library, card, kinds.get(facet, "typed"), 0)


def told(library: Library, id: str, given: str) -> Feedback:
    """What the answer comes to."""
    return grade(asked(library, id), given, library)


RIGHT: Table = {
    "forget-gate": [
        "forget gate",
        "FORGET GATE",
        "Forget-Gate",
        "forgetgate",
        "the forget gate",
        "a forget gate.",
        "forget gates",
        "The Forget Gates",
        "What is the forget gate?",
        "“the forget gate”",
        "forget  gate ",
        "forget gate (LSTM)",
        "f gate",
        "망각 게이트",
        "망각게이트",
        "망각 게이트는",
        "망각 게이트를",
        "망각 게이트가",
        "망각 게이트의",
        "망각 게이트와",
        "망각 게이트도",
        "망각 게이트로",
        "망각 게이트에서",
        "망각 게이트란",
        "망각 게이트란?",
        "망각 게이트란 무엇인가?",
        "망각 게이트가 뭐예요?",
        "망각 게이트다",
        "망각 게이트이다.",
        "망각 게이트입니다",
        "망각 게이트들",
        "망각 게이트들은",
        "망각 게이트(f)는",
        "망각 게이트(forget gate)",
        "망각 게이트（forget gate）",
        "포겟 게이트",
        "forget 게이트",
        decomposed("망각 게이트"),
        decomposed("망각 게이트는"),
    ],
    "recurrent-neural-network": [
        "RNN",
        "rnn",
        "RNNs",
        "an RNN",
        "What are RNNs?",
        "What's an RNN?",
        "RNN (recurrent neural network)",
        "recurrent neural network (RNN)",
        "recurrent neural network",
        "Recurrent Neural Networks",
        "recurrent net",
        "ＲＮＮ",
        "RNN은",
        "RNN과",
        "RNN으로",
        "RNN이란",
        "RNN이다",
        "RNN을",
        "RNN이",
        "RNN이란 무엇인가",
        "RNN(순환 신경망)",
        "순환 신경망(RNN)이다",
        "순환신경망",
        "순환 신경망과",
        "순환 신경망이란?",
        "순 환 신 경 망",
        "순환 신경망은 무엇인가요?",
        decomposed("순환 신경망"),
    ],
    "local-gradient": ["local derivatives", "Local Gradients", "the local gradient", "국소기울기", "로컬 그래디언트는"],
    "backpropagation": ["back-propagation", "backprop", "Back Propagation", "역전파", "오차역전파법은", "역전파의"],
    "forward-and-backward-pass": [
        "forward and backward passes",
        "forward pass, backward pass",
        "순방향 패스와 역방향 패스",
    ],
    "bptt": ["backpropagation through time", "Back-Propagation Through Time", "BPTT", "시간에 따른 역전파", "BPTT로"],
    "bits-per-character": ["bits per character", "BPC", "문자당 비트 수"],
    "final-loss": ["final losses", "the total loss", "최종 손실", "총 손실", "최종 Loss"],
    "long-term-dependency": ["long-term dependencies", "long-range dependency", "장기의존성", "장기 의존성을"],
    "cross-entropy": ["cross entropies", "Cross-Entropy", "NLL", "크로스엔트로피", "교차엔트로피이다"],
    "sequence-batch": ["sequence batches", "mini batch of sequences", "시퀀스배치"],
    "gru": ["GRUs", "Gated Recurrent Units", "게이트 순환 유닛", "GRU란"],
    "sigmoid": ["logistic sigmoids", "Sigmoid", "시그모이드 함수를", "σ"],
    "tanh": ["tanh", "tanh (hyperbolic tangent)", "Hyperbolic Tangent", "쌍곡탄젠트"],
    "hidden-state": ["hidden states", "h_t", "은닉상태", "은닉 상태로"],
    "cell-state": ["the cell state", "c_t", "셀상태", "장기 상태"],
    "vanishing-gradient": ["Vanishing Gradients", "gradient vanishing", "기울기소실", "기울기 소실이란"],
    "pre-activation/meaning": ["bias", "the bias", "biases", "편향", "바이어스이다", "b"],
    "chain-rule/meaning": ["added", "Added up", "더한다", "더함"],
    "activation-function/meaning": ["one", "1", "a single", "하나", "1개"],
    "sigmoid/meaning": ["1/4", "0.25", ".25", "0,25", "25%", "0.25.", "0.25이다", "a quarter", "4분의 1"],
    "lstm-forward/meaning": ["4H", "4·H", "4 H", "H·4", "four times H"],
    "gradient/shape": ["4 × 3", "4x3", "4 X 3", "(4, 3)", "4, 3", "4*3", "4 by 3", "[4, 3]", "4행 3열", "(4, 3)이다"],
    "loss-function/procedure": ["-0.3", "−0.3", "-.3", "–0,3", "- 0.30", "minus 0.3", "-3/10", "-0.3."],
    "character-level-language-model/procedure": ["e, l, l, o", "e,l,l,o", "E L L O", "ello"],
    "sequence-batch/shape": ["(8, 20, 16)", "8x20x16", "8 20 16", "torch.Size([8, 20, 16])", "8,20,16"],
}

REFUSED: Table = {
    "input-gate": [
        "출력 게이트",
        "output gate",
        "forget gate",
        "망각 게이트",
        "update gate",
        "reset gate",
        "o_t",
        "input",
        "gate",
        "입력",
        "게이트",
        "입력 게이트가 아니다",
        "not the input gate",
        "no input gate",
        "input gate and output gate",
        "read gate",
    ],
    "output-gate": ["입력 게이트", "input gate", "출력", "output", "write gate", "출력값"],
    "update-gate": ["reset gate", "r gate", "리셋 게이트", "재설정 게이트", "update"],
    "reset-gate": ["update gate", "z_t", "갱신 게이트", "업데이트 게이트", "reset"],
    "forward-propagation": [
        "backward propagation",
        "역전파",
        "backprop",
        "역방향 전파",
        "양방향 전파",
        "전파",
        "forward",
    ],
    "backpropagation": ["forward propagation", "순전파", "정방향 전파", "BPTT", "propagation", "시간 역전파"],
    "forward-and-backward-pass": ["forward pass", "backward pass", "순방향 패스", "backward propagation"],
    "sigmoid": ["softmax", "소프트맥스", "tanh", "ReLU", "계단 함수", "s", "sigma delta"],
    "softmax": ["sigmoid", "시그모이드", "softmin function", "hard max", "max"],
    "hidden-state": ["cell state", "셀 상태", "c_t", "장기 상태", "state", "상태", "hidden", "은닉"],
    "cell-state": ["hidden state", "은닉 상태", "h_t", "단기 상태", "cell", "state"],
    "local-gradient": ["global gradient", "gradient", "기울기", "vanishing gradient", "upstream gradient"],
    "long-term-dependency": ["short-term dependency", "단기 의존성", "long-term", "의존성", "independence"],
    "vanishing-gradient": ["exploding gradient", "기울기 폭발", "gradient", "소실", "gradient clipping"],
    "exploding-gradient": ["vanishing gradient", "기울기 소실", "폭발"],
    "recurrent-neural-network": [
        "recursive neural network",
        "non-recurrent network",
        "비순환 신경망",
        "convolutional neural network",
        "인공 신경망",
        "양방향 순환 신경망",
        "LSTM",
        "순환",
        "",
        " ",
        "?",
        "…",
        "()",
        "은",
        "이란?",
        "the",
        "What is?",
        "zzzz",
        "asdf",
        "ㅋㅋㅋ",
        "모름",
        "I don't know",
        "0",
        "🙂",
    ],
    "final-loss": ["loss function", "손실 함수", "initial loss", "최초 손실", "loss", "손실"],
    "cross-entropy": ["양의 로그 가능도", "positive log-likelihood", "perplexity", "entropy"],
    "one-hot-vector": ["two-hot vector", "hot", "벡터", "vector"],
    "activation-function/meaning": ["two", "none", "둘", "11", "-1", "0"],
    "artificial-neural-network/meaning": ["선형 함수", "linear functions", "affine maps"],
    "chain-rule/meaning": ["multiplied", "곱한다", "averaged", "not added", "더하지 않는다"],
    "gradient/meaning": ["decreases", "falls", "감소하는", "작아지는"],
    "hidden-state/meaning": ["sign", "값", "name"],
    "sigmoid/meaning": ["-0.25", "−1/4", "0.5", "1", "0.26", "-0.25."],
    "lstm-forward/meaning": ["H", "3H", "4", "4+H", "4/H", "4^H", "44H"],
    "gradient/shape": ["3 × 4", "43", "4.3", "4/3", "4-3", "4", "12", "(4, 3, 1)", "(4, −3)"],
    "loss-function/procedure": ["0.3", "0.3.", "+0.3", "0.3이다", "0.3!", "0.7", "-3", "-0.03"],
    "character-level-language-model/procedure": ["h, e, l, l", "e, l, o, l", "o, l, l, e", "h e l l o", "e"],
    "sequence-batch/shape": ["(20, 8, 16)", "82016", "8.2016", "820 16", "(8, 20)", "(8, 20, 5)"],
}

NEAR: dict[str, dict[str, str]] = {
    "forget-gate": {
        "forgte gate": "forget gate",
        "forgot gate": "forget gate",
        "forget gat": "forget gate",
        "froget gates": "forget gate",
        "the forrget gate": "forget gate",
        "망각 게이드": "망각 게이트",
        "망각 게이드는": "망각 게이트",
        "망가 게이트": "망각 게이트",
        "맘각 게이트": "망각 게이트",
        "망각 게트": "망각 게이트",
        decomposed("망각 게이드"): "망각 게이트",
    },
    "recurrent-neural-network": {
        "순한 신경망": "순환 신경망",
        "순환 싱경망": "순환 신경망",
        "순환 신견망이란?": "순환 신경망",
        "Recureent neural network": "recurrent neural network (RNN)",
        "reccurent network": "recurrent network",
    },
    "gradient": {"gardient": "gradient", "gradeint": "gradient", "graident": "gradient", "그레디언트": "그래디언트"},
    "backpropagation": {"bacpropagaton": "backpropagation", "역전바": "역전파", "backpropogation": "backpropagation"},
    "softmax": {"sofmax": "softmax", "소프트멕스": "소프트맥스", "소프맥스": "소프트맥스"},
    "hidden-state": {"hiden state": "hidden state", "hidden satte": "hidden state", "은익 상태": "은닉 상태"},
    "vanishing-gradient": {"vanihsing gradient": "vanishing gradient", "기울기 소싷": "기울기 소실"},
    "gradient-clipping": {"gradient cliping": "gradient clipping", "기울기 클리빙": "기울기 클리핑"},
    "gradient/meaning": {"increses": "increases", "증가하느": "증가하는"},
    "backpropagation/meaning": {"optimiiser": "optimiser", "옵티마이져": "옵티마이저"},
}

NEAR_ANOTHER: Table = {
    "output-gate": ["inptu gate", "입력 게이드", "임력 게이트", "forgte gate", "망각 게이드"],
    "input-gate": ["outptu gate", "출력 게이드", "축력 게이트", "uptade gate"],
    "update-gate": ["rest gate", "리셋 게이드"],
    "hidden-state": ["cell sttae", "cel state", "셀 상테", "장기 상테"],
    "cell-state": ["hiden state", "은익 상태", "단기 상테"],
    "sigmoid": ["sofmax", "소프트멕스"],
    "vanishing-gradient": ["explodng gradient", "기울기 폭팔"],
    "forward-propagation": ["backwrd propagation", "역전바"],
    "gradient": ["local gradent"],
}


@pytest.mark.parametrize(("id", "given"), rows(RIGHT))
def test_a_right_answer_in_another_spelling(library: Library, id: str, given: str) -> None:
    feedback = told(library, id, given)
    assert (feedback.right, feedback.grade) == (True, 3)


@pytest.mark.parametrize(("id", "given"), rows(REFUSED))
def test_what_is_not_the_answer_is_wrong_and_not_asked_about(library: Library, id: str, given: str) -> None:
    feedback = told(library, id, given)
    assert (feedback.right, feedback.grade, feedback.meant) == (False, 1, None)
    assert grade(asked(library, id), given, library, unsure=True, meant=True).grade == 1


@pytest.mark.parametrize(
    ("id", "given", "meant"), [(id, *pair) for id, pairs in NEAR.items() for pair in pairs.items()]
)
def test_a_slip_of_the_finger_is_asked_about(library: Library, id: str, given: str, meant: str) -> None:
    feedback = told(library, id, given)
    assert (feedback.right, feedback.grade, feedback.unreadable, feedback.meant) == (False, None, True, meant)
    again = grade(asked(library, id), given, library, meant=True)
    assert (again.right, again.grade) == (True, 3)


@pytest.mark.parametrize(("id", "given"), rows(NEAR_ANOTHER))
def test_a_slip_in_another_entrys_name_is_wrong(library: Library, id: str, given: str) -> None:
    for meant in (False, True):
        feedback = grade(asked(library, id), given, library, meant=meant)
        assert (feedback.right, feedback.grade, feedback.unreadable) == (False, 1, False)
