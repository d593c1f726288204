"""Clients that do not give up: each request goes out again, under its own id, until it is answered."""

import time
import uuid

from peer import Peer


class Load:
    """Requests over several connections, at most `window` under way on each."""

    def __init__(self, names, endpoint=None, silence=0.7, window=8, random=None):
        self.names, self.endpoint = names, endpoint
        self.peers = [Peer(name, endpoint) for name in names]
        self.silence, self.window, self.random = silence, window, random
        self.waiting = [{} for _ in names]  # of each connection: id → [verb, body, sent at]
        self.said = {}  # id → (who, verb, body)
        self.answers = {}  # id → every answer that came, but busy
        self.sent = self.busy = 0

    def send(self, which, id):
        verb, body = self.waiting[which][id][:2]
        self.waiting[which][id][2] = time.monotonic()
        self.peers[which].request(verb, body, id)
        self.sent += 1

    def ask(self, verb, body, which=None):
        """Queued on the connection with most room; False: all are full."""
        if which is None:
            which = min(range(len(self.peers)), key=lambda i: len(self.waiting[i]))
        if len(self.waiting[which]) >= self.window:
            return False
        id = uuid.UUID(int=self.random.getrandbits(128)).hex if self.random else uuid.uuid4().hex
        self.said[id] = (self.names[which], verb, body)
        self.waiting[which][id] = [verb, body, 0]
        self.send(which, id)
        return True

    def turn(self, seconds=0.01):
        """Takes what came, sends again what is overdue. Returns how many answers were new."""
        fresh = 0
        for which, peer in enumerate(self.peers):
            while (frames := peer.receive(0)) is not None:
                id, kind = frames[1].decode(), frames[2].decode()
                if kind == "busy":
                    self.busy += 1
                    if id in self.waiting[which]:  # soon, but not at once
                        self.waiting[which][id][2] = time.monotonic() - self.silence + 0.1
                    continue
                fresh += self.waiting[which].pop(id, None) is not None
                self.answers.setdefault(id, []).append((kind, frames[3]))
            for id, (_, _, at) in list(self.waiting[which].items()):
                if time.monotonic() - at > self.silence:
                    self.send(which, id)
        if not fresh:
            time.sleep(seconds)
        return fresh

    def settle(self, seconds):
        """Until all is answered. False: it was not, in this time."""
        end = time.monotonic() + seconds
        while any(self.waiting) and time.monotonic() < end:
            self.turn()
        return not any(self.waiting)

    def close(self):
        for peer in self.peers:
            peer.close()
