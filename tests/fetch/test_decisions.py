"""The pure parts: headers, addresses, outages, shards."""

from __future__ import annotations

from datetime import UTC, datetime
from ipaddress import IPv4Address, IPv6Address, IPv6Network

import pytest
from hypothesis import given
from hypothesis import strategies as st
from newshouse.fetch import own_outage, retry_after_s
from newshouse.fetch.addresses import refusal
from newshouse.stages.sharding import shard_by_host
from newshouse.urls import registrable_domain

NOW = datetime(2026, 3, 2, 6, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("stated", "seconds"),
    [
        ("120", 120), (" 120 ", 120), ("0", 0), ("99999999999999999999", 86_400), ("86401", 86_400),
        ("Mon, 02 Mar 2026 06:02:00 GMT", 120), ("Monday, 02-Mar-26 06:02:00 GMT", 120),
        ("Mon Mar  2 06:02:00 2026", 120),
        ("Mon, 02 Mar 2026 05:00:00 GMT", 0), ("Mon, 02 Mar 2036 05:00:00 GMT", 86_400),
        ("", None), ("-5", None), ("1.5", None), ("soon", None), ("٣", None), ("Mon, 99 Mar 2026 06:02:00 GMT", None),
    ],
)  # fmt: skip
def test_retry_after(stated: str, seconds: float | None) -> None:
    assert retry_after_s((("retry-after", stated),), NOW) == seconds


def test_retry_after_is_read_by_the_servers_clock() -> None:
    headers = (("Date", "Mon, 02 Mar 2026 09:00:00 GMT"), ("Retry-After", "Mon, 02 Mar 2026 09:01:00 GMT"))
    assert retry_after_s(headers, NOW) == 60
    assert retry_after_s((), NOW) is None


@given(st.text())
def test_any_retry_after_is_within_a_day(stated: str) -> None:
    seconds = retry_after_s((("Retry-After", stated), ("Date", stated)), NOW)
    assert seconds is None or 0 <= seconds <= 86_400


@pytest.mark.parametrize(
    "address",
    [
        "93.184.216.34", "8.8.8.8", "1.1.1.1", "172.32.0.1", "192.169.0.1", "100.128.0.1", "169.253.1.1", "198.20.0.1",
        "223.255.255.255", "2606:4700::1111", "2a00:1450:4001::200e", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8",
    ],
)  # fmt: skip
def test_public_addresses_may_be_connected_to(address: str) -> None:
    assert refusal(address) is None


@pytest.mark.parametrize("address", ["127.0.0.1", "127.255.255.254", "::1", "::ffff:127.0.0.1"])
def test_loopback_alone_can_be_allowed(address: str) -> None:
    assert refusal(address) == "loopback"
    assert refusal(address, allow_loopback=True) is None


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0", "10.0.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1", "192.0.0.8",
        "192.0.2.1", "198.18.0.1", "172.16.0.1", "203.0.113.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
        "192.88.99.1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1", "fec0::1", "ff02::1", "2001:db8::1",
        "2001::1", "2001:10::1", "2002:7f00:1::", "2002:808:808::", "64:ff9b::10.0.0.1", "64:ff9b:1::8.8.8.8",
        "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "::10.0.0.1", "100::1", "3fff::1", "5f00::1",
        "4000::1", "239.1.1.1", "198.51.100.1", "", "localhost", "1.2.3", "::ffff:0:127.0.0.1",
    ],
)  # fmt: skip
def test_no_other_address_may_be_connected_to(address: str) -> None:
    assert refusal(address)
    assert refusal(address, allow_loopback=True)


@given(st.ip_addresses())
def test_whatever_python_calls_private_is_refused(ip: IPv4Address | IPv6Address) -> None:
    nat64 = ip in IPv6Network("64:ff9b::/96")
    judged = IPv4Address(int(ip) & 0xFFFFFFFF) if nat64 else getattr(ip, "ipv4_mapped", None) or ip
    if not judged.is_global or judged.is_multicast or judged.is_reserved:
        assert refusal(str(ip))


def test_our_own_outage() -> None:
    lost = [(f"h{n}", reason) for n, reason in enumerate(["dns", "timeout", "connection", "tls"] * 5)]
    assert own_outage(lost)
    assert own_outage([*lost, ("one", None), ("two", "http_404")])
    assert not own_outage([*lost, ("one", None), ("two", "http_404"), ("three", "http_500")])
    assert not own_outage(lost[:4])
    assert not own_outage([("h", "dns")] * 50)
    assert not own_outage([])
    assert own_outage([*lost, *((f"held{n}", "host_held") for n in range(20))])
    assert not own_outage([*lost, *((host, None) for host, _ in lost)])


urls = st.integers(0, 40).map(lambda n: f"https://{'www.' if n % 2 else ''}outlet{n // 3}.com/{n}")


@given(st.lists(st.one_of(urls, st.just("not a url")), max_size=80), st.integers(1, 6), st.integers(1, 30))
def test_shards(items: list[str], max_tasks: int, per_task: int) -> None:
    shards = shard_by_host(items, str, max_tasks, per_task)
    assert sorted(item for shard in shards for item in shard) == sorted(items)
    assert len(shards) <= max_tasks
    assert all(shards)
    domains = [{registrable_domain(url) for url in shard if url != "not a url"} for shard in shards]
    assert sum(map(len, domains)) == len(set().union(*domains))
    assert shards == shard_by_host(items, str, max_tasks, per_task)


def test_shards_are_balanced_and_take_turns() -> None:
    items = [f"https://o{host}.com/{n}" for host in range(12) for n in range(10)]
    shards = shard_by_host(items, str, 4, 30)
    assert [len(shard) for shard in shards] == [30] * 4
    assert len({url.split("/")[2] for url in shards[0][:3]}) == 3
    assert shard_by_host(items[:5], str, 4, 30) == [items[:5]]
    assert shard_by_host([], str, 4, 30) == []
