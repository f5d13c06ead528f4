"""A bare window, painted once: what a start is measured against. Prints when that was, by the monotonic clock."""

import time

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow


class Bare(QMainWindow):
    """Nothing in it."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        QTimer.singleShot(0, app.quit)


app = QApplication([])
window = Bare()
window.resize(1440, 900)
window.show()
app.exec()
print(f'{{"paint": {time.monotonic()}}}')
