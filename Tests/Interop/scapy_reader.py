"""Reads APDUs with scapy (scapy.contrib.scada.iec104)."""
import logging

from values import clock_of, named_float

# scapy's field -> key of an object.
PLAIN = {
    "dpi_value": "value", "value": "value", "bsi": "value", "scaled_value": "value",
    "counter_value": "value", "sq": "sequence", "es": "value", "dcs": "value", "rcs": "value",
    "qu": "qualifier", "ql": "qualifier", "kpa": "kpa", "coi": "coi", "qoi": "qoi", "rqt": "rqt",
    "frz": "frz", "qrp": "qrp", "qpa": "qpa", "fbp": "fbp", "tsc": "tsc",
    "elapsed_sec_milli": "elapsed", "prot_act_sec_milli": "elapsed",
    "prot_cmd_sec_milli": "elapsed", "file_name": "nof", "section_name": "nos",
    "file_length": "lof", "lsq": "lsq", "checksum": "chs", "segment_length": "los",
}
BOOLEAN = {
    "spi_value": "value", "scs": "value", "transient_state": "transient", "cy": "carry",
    "ca": "adjusted", "s_or_e": "select", "action": "select", "local_param_state":
    "parametersChanged", "lpc": "lpc", "pop": "pop",
}
QUALITY = ("ov", "bl", "sb", "nt", "iv", "ei")
FLAGS = ("gs", "sl1", "sl2", "sl3", "sie", "srd"), ("gc", "cl1", "cl2", "cl3")
# Octets that scapy takes apart: key -> (field, lowest bit).
OCTETS = {
    "frq": (("fr", 0), ("fr_ack", 7)), "srq": (("sr", 0), ("section_load_state", 7)),
    "scq": (("select_call", 0), ("errors", 4)), "afq": (("ack_file_or_sec", 0), ("errors", 4)),
    "sof": (("status", 0), ("lfd", 5), ("for_", 6), ("fa", 7)),
    "status": tuple((f"st_{n}", n - 1) for n in range(1, 17)),
    "changed": tuple((f"cd_{n}", n - 1) for n in range(1, 17)),
}
FUNCTIONS = ("startdt_act", "startdt_con", "stopdt_act", "stopdt_con", "testfr_act", "testfr_con")
CLOCK = {"ms": "sec_milli", "minute": "minutes", "hour": "hours", "dow": "weekday",
         "day": "day_of_month", "month": "month", "year": "year", "su": "su", "gen": "gen"}


class Scapy:
    def __init__(self):
        logging.getLogger("scapy").setLevel(logging.ERROR)
        from scapy.config import conf
        from scapy.contrib.scada import iec104
        conf.max_list_count = 127  # as many as an ASDU can have; the default is 100
        self.decode = iec104.iec104_decode

    def read(self, frame):
        packet = self.decode(bytes.fromhex(frame))
        fields = {field.name for field in packet.fields_desc}
        if "testfr_act" in fields:
            words = [name for name in FUNCTIONS if getattr(packet, name)]
            function = " ".join(words).replace("_", " ")
            return {"format": "U", "function": function[:-3].upper() + function[-3:]}
        if "type_id" not in fields:
            if "rx_seq_num" not in fields:
                return {"refused": packet.name}
            return {"format": "S", "nr": packet.rx_seq_num}
        record = {
            "format": "I", "ns": packet.tx_seq_num, "nr": packet.rx_seq_num,
            "typeId": packet.type_id, "sq": bool(packet.sq), "count": packet.num_io,
            "causeId": packet.cot, "negative": bool(packet.ack), "test": bool(packet.test),
            "originator": packet.origin_address, "commonAddress": packet.common_asdu_address,
        }
        first = getattr(packet, "information_object_address", None)
        objects = [self.object(item, None if first is None else first + index)
                   for index, item in enumerate(packet.io)]
        if not any(item is None for item in objects):
            record["objects"] = objects
        return record

    def object(self, item, address):
        present = {field.name for field in item.fields_desc}
        if item.name == "Raw":
            return None
        ask = lambda name: getattr(item, name)
        result = {"address": ask("information_object_address") if address is None else address}
        for name in present:
            if name in PLAIN:
                result[PLAIN[name]] = named_float(ask(name))
            elif name in BOOLEAN:
                result[BOOLEAN[name]] = bool(ask(name))
        if "normed_value" in present:
            result["value"] = ask("normed_value")
            result["raw"] = round(ask("normed_value") * 32768)
        if "iv" in present:
            result["quality"] = [name.upper() for name in QUALITY if name in present and ask(name)]
        for bits in FLAGS:
            if bits[0] in present:
                result["flags"] = [name.upper() for name in bits if ask(name)]
                result["value"] = sum(ask(name) << bit for bit, name in enumerate(bits))
        for key, parts in OCTETS.items():
            if all(name in present for name, _ in parts):
                result[key] = sum(ask(name) << bit for name, bit in parts)
        if "data" in present:
            result["segment"] = bytes(ask("data")).hex()
        result.update(self.times(present, ask))
        return result

    @staticmethod
    def times(present, ask):
        result = {}
        for prefix, key in (("start_", "start"), ("stop_", "stop"), ("", "")):
            fields = {word: ask(prefix + name) for word, name in CLOCK.items()
                      if prefix + name in present}
            if "minute" in fields:
                fields["iv"] = ask(prefix + "iv" if prefix else "iv_time")
                result.update(clock_of(fields, 56 if "year" in fields else 24, key))
            elif "ms" in fields:
                result["delay"] = fields["ms"]
        return result
