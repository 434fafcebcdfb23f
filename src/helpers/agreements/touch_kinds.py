"""Kinds of touch as exports name them: whom a person reached, whom a person only tried to reach, what a machine sent.

An attempt is not a conversation, and a message that no person wrote answers nobody.
"""

from __future__ import annotations

from functools import cache
from typing import Literal

from helpers.agreements.phrases import folded, standing_in
from helpers.agreements.sla import Sla

Made = Literal["human", "attempt", "automatic"]

_AUTOMATIC = (
    "auto", "automated", "automatic", "automation", "autoresponder", "auto reply", "autoreply", "automatico",
    "automatica", "automaticos", "automaticas", "automatizado", "automatizada", "automatizados", "automatizadas",
    "automatización", "autorespuesta", "respuesta automática", "sequence", "sequences", "secuencia", "secuencias",
    "sequence email", "workflow", "workflows", "flujo de trabajo", "newsletter", "newsletters", "boletín", "bulk",
    "bulk email", "mass email", "mass mailing", "mailing", "mailings", "envío masivo", "masivo", "masiva",
    "correo masivo", "drip", "nurture", "nurturing", "cadence", "cadencia", "list email", "marketing email",
    "correo de marketing", "email marketing", "blast", "broadcast", "chatbot", "bot", "system", "sistema",
    "notification", "notificación", "out of office", "fuera de la oficina",
)  # fmt: skip
_ATTEMPTS = (
    "attempt", "attempts", "attempted", "tried", "no answer", "no reply", "no response", "unanswered", "not answered",
    "did not answer", "didn t answer", "no pickup", "no pick up", "voicemail", "voice mail", "left message",
    "left a message", "left vm", "vm", "lvm", "answering machine", "busy", "missed call", "missed", "no show",
    "no connect", "not connected", "not reached", "unreachable", "no contact", "wrong number", "gatekeeper", "bounced",
    "intento", "intentos", "intentado", "sin respuesta", "no contesta", "no contestó", "no contestada", "no contestado",
    "no responde", "no respondió", "no respondida", "no atendida", "no atiende", "no coge", "no coge el teléfono",
    "no lo coge", "buzón", "buzón de voz", "contestador", "mensaje de voz", "mensaje en el contestador",
    "dejado mensaje", "dejo mensaje", "se deja mensaje", "comunica", "comunicando", "ocupado", "llamada perdida",
    "perdida", "ilocalizable", "no localizado", "no localizada", "apagado", "fuera de cobertura", "sin contacto",
    "sin contactar", "no presentado", "no se presentó", "no asistió", "número erróneo", "rebotado",
)  # fmt: skip


def made_by(kind: str | None, *, sla: Sla) -> Made:
    """Whether a touch of this kind reached somebody, only tried to, or was sent by a machine; no kind is a person's.

    The words of the SLA come on top of those the kit knows. What says both is automatic.

    >>> [made_by(kind, sla=Sla()) for kind in ("Llamada", "Call - left voicemail", "Correo automático", None)]
    ['human', 'attempt', 'automatic', 'human']
    >>> made_by("Mailchimp", sla=Sla(automatic=("mailchimp",)))
    'automatic'
    """
    if kind is None:
        return "human"
    phrases, longest = _known(sla.automatic, sla.attempts)
    found = {made for _, made in standing_in(kind, phrases, longest=longest)}
    return "automatic" if "automatic" in found else "attempt" if found else "human"


@cache
def _known(automatic: tuple[str, ...], attempts: tuple[str, ...]) -> tuple[dict[str, str], int]:
    phrases = {folded(phrase): "attempt" for phrase in (*_ATTEMPTS, *attempts) if folded(phrase)}
    phrases |= {folded(phrase): "automatic" for phrase in (*_AUTOMATIC, *automatic) if folded(phrase)}
    return phrases, max(len(phrase.split()) for phrase in phrases)
