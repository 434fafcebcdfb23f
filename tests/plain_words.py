"""Words of statistics and of software that plain text does without, by language; cause is claimed nowhere."""

from __future__ import annotations

import re

#: beginnings of words: 'significan' is 'significant' and 'significance'
FORBIDDEN = {
    "en": (
        "median", "mean", "average", "cohort", "confidence", "interval", "p-value", "significan", "bootstrap", "wilson",
        "standard deviation", "standard error", "variance", "percentile", "quantile", "quartile", "distribution",
        "correlat", "regression", "hypothesis", "statistic", "probabilit", "censor", "hazard", "survival", "incidence",
        "outlier", "estimator", "extrapolat", "noise", "n=", "kitagawa", "competing risk",
        "pandas", "python", "notebook", "csv", "json", "html", "sql query", "dataframe", "duckdb", "ibis", "parquet",
        "papermill", "jupyter", "yaml", ".yml", "null", "nan", "boolean", "schema", "database", "script", "null",
        "caused by", "because of", "due to", "undefined", "variant", "_",
    ),
    "es": (
        "mediana", "promedio", "cohorte", "confianza", "intervalo", "valor p", "p-valor", "significativ", "bootstrap",
        "wilson", "desviación", "error estándar", "varianza", "percentil", "cuantil", "cuartil", "distribución",
        "correlac", "regresión", "hipótesis", "estadístic", "probabilidad", "censur", "supervivencia", "incidencia",
        "atípico", "estimador", "extrapola", "ruido", "n=",
        "pandas", "python", "notebook", "cuaderno", "csv", "json", "html", "dataframe", "duckdb", "parquet",
        "papermill", "jupyter", "yaml", ".yml", "null", "nan", "booleano", "esquema", "base de datos",
        "causado por", "debido a", "a causa de", "_",
    ),
}  # fmt: skip


def found(text: str, lang: str) -> list[str]:
    """The forbidden beginnings that stand in ``text``, which is in lower case."""
    return [word for word in FORBIDDEN[lang] if re.search(rf"(?<![a-záéíóúñ]){re.escape(word)}", text)]
