"""One window per shop: a second start brings the first to front, or says who has the shop open."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLockFile, QObject, Signal

from shopdesk.settings import home, without_password
from shopdesk.text import N_, UserError

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer

ANSWER_MS: Final = 1500


class OpenElsewhere(UserError):
    """Somebody else's window has the shop open."""


class SingleWindow(QObject):
    """Holds a shop for this window as long as it lives. The lock of a process that died is taken over."""

    called = Signal()
    """A second start asks this window to come to front."""

    def __init__(self, where: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.where = where
        # Beside the store, so that another person on this computer meets it too; a database has locks of its own.
        store = Path(where)
        import hashlib

        name = hashlib.sha256(_plain(where).encode()).hexdigest()[:16]
        self._name = f"shopdesk-{name}"
        private = home("cache") / f"{name}.lock"
        can_write = "://" not in where and os.access(store.parent, os.W_OK)
        self._file = QLockFile(str(store.with_name(f"{store.name}.window") if can_write else private))
        self._file.setStaleLockTime(0)  # a lock is stale when its process is gone, however long a window stays open
        self._private = private
        self._server: QLocalServer | None = None

    def holds(self, where: str) -> bool:
        """Whether this is the holder of that shop."""
        return _plain(where) == _plain(self.where)

    def take(self) -> bool:
        """Hold the shop; False where another window of this person has it and was asked to come to front.

        OpenElsewhere where somebody holds it who cannot be asked.
        """
        self._private.parent.mkdir(parents=True, exist_ok=True)
        if self._file.tryLock(0):
            return True
        if self._file.error() != QLockFile.LockError.LockFailedError:
            return True  # a folder that takes no lock file; the store says itself whether it can be written
        if self._call():
            return False
        process, host, _program = self._file.getLockInfo()
        raise OpenElsewhere(
            N_("{where} is open in another window, on {host} (process {process}). Close it there first."),
            code="open_elsewhere",
            where=without_password(self.where),
            host=host,
            process=process,
        )

    def listen(self) -> None:
        """Let a second start find this window. Loads QtNetwork: call it after the first paint."""
        from PySide6.QtNetwork import QLocalServer

        QLocalServer.removeServer(self._name)  # left behind by a window that was killed
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)
        self._server.listen(self._name)

    def release(self) -> None:
        """Let the shop go."""
        if self._server is not None:
            self._server.close()
        self._file.unlock()

    def _answer(self) -> None:
        assert self._server is not None
        while (caller := self._server.nextPendingConnection()) is not None:
            caller.write(b"here")
            caller.disconnectFromServer()
            caller.disconnected.connect(caller.deleteLater)
            self.called.emit()

    def _call(self) -> bool:
        """Ask the window that holds the shop to come to front; whether it answered."""
        from PySide6.QtNetwork import QLocalSocket

        socket = QLocalSocket()
        socket.connectToServer(self._name)
        return socket.waitForConnected(ANSWER_MS) and socket.waitForReadyRead(ANSWER_MS)


def _plain(where: str) -> str:
    return without_password(where) if "://" in where else str(Path(where).expanduser().absolute())
