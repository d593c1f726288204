"""A client of the daemon that is not ours: pyzmq, and nothing of this project's code."""

import json
import os
import re
import uuid

import zmq

WORK = os.environ["WORK"]


def keys(name):
    """The pair in NAME.key, as gbcert key new writes it."""
    text = open(f"{WORK}/{name}.key", encoding="ascii").read()
    return tuple(re.search(rf'^{half}: "(.{{40}})"$', text, re.M)[1].encode()
                 for half in ("public", "secret"))


class Peer:
    """One connection of one person. kind: a DEALER, or a REQ, which puts an empty frame first."""

    def __init__(self, name, endpoint=None, kind=zmq.DEALER, pair=None, curve=True, options=()):
        self.socket = zmq.Context.instance().socket(kind)
        self.socket.linger = 0
        if curve:
            self.socket.curve_serverkey = os.environ["SERVER_KEY"].encode()
            self.socket.curve_publickey, self.socket.curve_secretkey = pair or keys(name)
        for option, value in options:
            self.socket.setsockopt(option, value)
        self.monitor = self.socket.get_monitor_socket(zmq.EVENT_DISCONNECTED | zmq.EVENT_CLOSED)
        for one in (endpoint or os.environ["ENDPOINT"]).split():
            self.socket.connect(one)

    def send(self, *frames):
        self.socket.send_multipart([f.encode() if isinstance(f, str) else f for f in frames])

    def receive(self, seconds):
        """The frames of the next message that is no notice; None: none came."""
        while self.socket.poll(int(seconds * 1000)):
            frames = self.socket.recv_multipart()
            if frames[0] == b"":
                frames = frames[1:]
            if frames[2] != b"notice":
                return frames
        return None

    def request(self, verb, body="{}", id=None):
        id = id or uuid.uuid4().hex
        if isinstance(body, dict):
            body = json.dumps(body, ensure_ascii=False)
        self.send("GBC1", id, verb, body)
        return id

    def ask(self, verb, body="{}", id=None, seconds=10):
        """(kind, body) of the answer; None: none came."""
        id = self.request(verb, body, id)
        frames = self.receive(seconds)
        if frames is None:
            return None
        assert frames[:2] == [b"GBC1", id.encode()], frames
        return frames[2].decode(), frames[3]

    def hung_up(self, seconds):
        """Has the other side ended this connection since it was last asked?"""
        if not self.monitor.poll(int(seconds * 1000)):
            return False
        self.monitor.recv_multipart()
        return True

    def close(self):
        self.socket.disable_monitor()
        self.monitor.close(0)
        self.socket.close(0)
