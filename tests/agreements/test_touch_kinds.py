"""What counts as a conversation, what as an attempt, what as the work of a machine."""

import pytest

from helpers.agreements import Sla
from helpers.agreements.touch_kinds import made_by


@pytest.mark.parametrize(
    ("kind", "made"),
    [
        ("Call", "human"), ("Llamada", "human"), ("Visita a planta", "human"), ("Email", "human"), ("Correo", "human"),
        ("Meeting", "human"), ("Tarea", "human"), (None, "human"), ("", "human"),
        ("Automated Email", "automatic"), ("Correo automático", "automatic"), ("Sequence: step 2", "automatic"),
        ("Secuencia", "automatic"), ("Newsletter", "automatic"), ("Boletín de otoño", "automatic"),
        ("Bulk e-mail", "automatic"), ("Envío masivo", "automatic"), ("Workflow", "automatic"),
        ("Auto-reply", "automatic"),
        ("Call – no answer", "attempt"), ("No contesta", "attempt"), ("Llamada sin respuesta", "attempt"),
        ("Left voicemail", "attempt"), ("Buzón de voz", "attempt"), ("Meeting: no-show", "attempt"),
        ("Automated call, no answer", "automatic"),  # a machine that reached nobody is a machine
        ("Autobús", "human"), ("Robotics demo", "human"),  # whole words only
    ],
)  # fmt: skip
def test_kinds_as_exports_name_them(kind, made):
    assert made_by(kind, sla=Sla()) == made


def test_the_words_of_the_sla_come_on_top():
    sla = Sla(automatic=("Zapier",), attempts=("Intento fallido", "WhatsApp"))
    assert made_by("mail via zapier", sla=sla) == "automatic"
    assert made_by("WHATSAPP", sla=sla) == made_by("intento fallido 2", sla=sla) == "attempt"
    assert made_by("Whatsapp", sla=Sla()) == "human"
