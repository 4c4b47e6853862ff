from openai_nb.sandbox.oracle.metrics import of_step, results_csv
from openai_nb.sandbox.oracle.training import Step

PLAIN = Step(1, 2, 1, 1.5234712, 0.0)
END = Step(2, 2, 1, 0.5, 1.0, 0.25, 0.75, 0.2, 0.8)


def test_the_result_file_has_the_columns_of_the_api():
    assert results_csv([PLAIN, END]).decode().splitlines() == [
        "step,train_loss,train_accuracy,valid_loss,valid_mean_token_accuracy",
        "1,1.52347,0.00000,,",
        "2,0.50000,1.00000,0.25000,0.75000",
    ]


def test_what_was_not_measured_is_not_there():
    assert of_step(PLAIN) == {"step": 1, "train_loss": 1.5234712, "train_mean_token_accuracy": 0.0}
    assert of_step(END)["full_valid_mean_token_accuracy"] == 0.8
