"""Speaking a language in the whole window: our words, Qt's own buttons, dates and numbers."""

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from shopdesk import text

_qt_words: list[QTranslator] = []


def speak(app: QApplication, code: str) -> str:
    """Speak `code` ("" is the system's language) from now on; returns the language that was chosen."""
    spoken = text.use_language(code)
    while _qt_words:
        app.removeTranslator(_qt_words.pop())
    words = QTranslator(app)
    if words.load(f"qtbase_{spoken}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(words)
        _qt_words.append(words)
    QLocale.setDefault(QLocale(spoken))
    return spoken
