"""Where our webhooks may go: outside, over TLS, and nowhere else."""

from __future__ import annotations

import pytest

from billing.developers import addresses
from billing.errors import Refused

WHO = "somebody:known"
INSIDE = (
    *("127.0.0.1", "127.255.0.9", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1"),
    *("169.254.169.254", "100.64.0.1", "100.100.100.200", "192.0.0.192", "168.63.129.16", "198.18.0.1"),
    *("224.0.0.1", "240.0.0.1", "255.255.255.255", "192.88.99.1", "203.0.113.9", "192.0.2.1"),
    *("::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1"),
    *("64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::", "2002:a9fe:a9fe::1"),
    *("2001:0:4136:e378:8000:63bf:3fff:fdd2", "3fff::1", "fec0::1", "not an address", ""),
)
OUTSIDE = (
    "8.8.8.8",
    "93.184.215.14",
    "2001:4860:4860::8888",
    "2606:4700::1111",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
)


@pytest.mark.parametrize("address", INSIDE)
def test_what_is_inside_is_told_apart_whatever_it_wears(address: str) -> None:
    assert not addresses.public(address)


@pytest.mark.parametrize("address", OUTSIDE)
def test_what_is_outside_may_be_called(address: str) -> None:
    assert addresses.public(address)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("http://shop.example.kz/events", "hook-https-only"),
        ("ftp://shop.example.kz/", "hook-https-only"),
        ("http://localhost:9000/", "hook-https-only"),
        ("shop.example.kz/events", "hook-address-unread"),
        ("https://", "hook-address-unread"),
        (f"https://{WHO}@shop.example.kz/", "hook-address-unread"),
        ("https://user@shop.example.kz/", "hook-address-unread"),
        ("https://shop.example.kz/#part", "hook-address-unread"),
        ("https://shop.example.kz:0/", "hook-address-unread"),
        ("https://shop.example.kz:99999/", "hook-address-unread"),
        ("https://shop.example.kz/a b", "hook-address-unread"),
        ("https://shop.example.kz\\@10.0.0.1/", "hook-address-unread"),
        ("https://дүкен.kz/", "hook-address-unread"),
        ("https://[::1/", "hook-address-unread"),
        ("https://shop.example.kz/\r\nX: y", "hook-address-unread"),
        ("https://shop.example.kz/" + "x" * 500, "hook-address-long"),
        ("https://localhost/", "hook-address-inside"),
        ("https://LOCALHOST/", "hook-address-inside"),
        ("https://127.0.0.1/", "hook-address-inside"),
        ("https://127.1/", "hook-address-inside"),
        ("https://2130706433/", "hook-address-inside"),
        ("https://0x7f000001/", "hook-address-inside"),
        ("https://0x7f.0.0.1/", "hook-address-inside"),
        ("https://a.0x1/", "hook-address-inside"),
        ("https://[::1]/", "hook-address-inside"),
        ("https://[::ffff:10.0.0.1]/", "hook-address-inside"),
        ("https://169.254.169.254/latest/meta-data/", "hook-address-inside"),
        ("https://metadata.google.internal/", "hook-address-inside"),
        ("https://printer.local/", "hook-address-inside"),
        ("https://a.localhost/", "hook-address-inside"),
        ("https://intranet/", "hook-address-inside"),
        ("https://shop.example.kz./", "hook-address-inside"),
        ("https://-a.example.kz/", "hook-address-inside"),
    ],
)
def test_an_address_that_is_none_for_us_is_refused_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(Refused) as refusal:
        addresses.read(text, home=False)
    assert refusal.value.text == why


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (" https://Shop.Example.kz/Events?a=B ", "https://shop.example.kz/Events?a=B"),
        ("HTTPS://shop.example.kz:8443", "https://shop.example.kz:8443"),
        ("https://8.8.8.8/x", "https://8.8.8.8/x"),
        ("https://[2606:4700::1111]/x", "https://[2606:4700::1111]/x"),
    ],
)
def test_a_good_address_is_kept_as_it_is(text: str, kept: str) -> None:
    assert addresses.read(text, home=False) == kept


def test_only_the_demo_sends_to_this_very_machine() -> None:
    assert addresses.read("http://localhost:9000/e", home=True) == "http://localhost:9000/e"
    for text in ("http://10.0.0.1/", "http://shop.example.kz/", "https://10.0.0.1/", "http://127.0.0.2/"):
        with pytest.raises(Refused):
            addresses.read(text, home=True)
