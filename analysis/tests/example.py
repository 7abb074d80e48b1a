"""A result folder made up for the tests: a run that never happened, drawn from a fixed seed."""

import json
import random

CITIES = ["Abidjan"] * 2 + ["Accra"] * 2 + ["Cairo"] * 2 + ["Johannesburg"] * 2
CITIES += ["Lagos"] * 4 + ["Nairobi"] * 4
FAULTS = (
    "id,kind,target,at_s,until_s,fired,detail\n"
    "cut,link_down,16 links,10,18,1204,\n"
    "crash,crash,n12,22,30,1,\n"
    "liar,traitor:equivocate,n5,5,,31,\n"
)
BLOCK_HEADER = (
    "height,round,proposer,proposed_at_s,first_commit_at_s,committed_at_s,transactions,bytes,"
    "block_hash"
)
PAYMENT_HEADER = (
    "id,payer,payee,amount,currency,scheduled_at_s,submitted_at_s,committed_at_s,height,finality_s"
)
NODE_HEADER = (
    "node,name,city,label,neighbours,traitor,height,commits,messages_sent,messages_received,crashes"
)


def neighbours(label, count):
    """Folded cube of a power of two."""
    dimensions = count.bit_length() - 1
    return sorted([label ^ 1 << d for d in range(dimensions)] + [label ^ count - 1])


def write(folder, duration_s=60.0, payments_per_s=50):
    draw = random.Random(7)
    blocks, now_s = [BLOCK_HEADER], 0.0
    commits = []
    while True:
        disturbed = 10 < now_s < 18 or 22 < now_s < 30
        rounds = 1 + (disturbed and draw.random() < 0.5) + (disturbed and draw.random() < 0.2)
        now_s += 1.2 + 0.15 * draw.random() + 3.0 * (rounds - 1)
        if now_s > duration_s:
            break
        commits.append(now_s)
        height = len(commits)
        blocks.append(
            f"{height},{rounds - 1},{height % 16},{now_s - 0.6:.6f},{now_s:.6f},{now_s + 0.1:.6f},"
            f"60,20000,{height:064x}"
        )
    payments = [PAYMENT_HEADER]
    for number in range(int(duration_s * payments_per_s)):
        at_s = number / payments_per_s
        later = [height for height, c in enumerate(commits, 1) if c > at_s + 0.4]
        done = ",,"
        if later:
            final_s = commits[later[0] - 1] + 0.15
            done = f"{final_s:.6f},{later[0]},{final_s - at_s:.6f}"
        payments.append(
            f"{number:064x},{number % 16},{number * 7 % 16},100,NGN,{at_s:.6f},{at_s:.6f},{done}"
        )
    nodes = [NODE_HEADER]
    for number, city in enumerate(CITIES):
        near = " ".join(map(str, neighbours(number, 16)))
        traitor = "equivocate" if number == 5 else ""
        nodes.append(
            f"{number},{city}-{number},{city},{number},{near},{traitor},{len(commits)},"
            f"{len(commits)},1000,1000,{int(number == 12)}"
        )
    folder.mkdir(parents=True, exist_ok=True)
    tables = {
        "blocks": "\n".join(blocks) + "\n",
        "transactions": "\n".join(payments) + "\n",
        "nodes": "\n".join(nodes) + "\n",
        "faults": FAULTS,
        "evidence": "culprit,kind,height,round,reporter,found_at_s\n5,prevote,4,0,3,7.25\n",
    }
    for table, text in tables.items():
        (folder / f"{table}.csv").write_text(text)
    manifest = {"name": "pan-african", "seed": 1, "engine": "simgrid", "volatile": {}}
    manifest["scenario"] = {
        "fault": [
            {"id": "cut", "kind": "link_down", "links": ["Lagos-Accra"]},
            {"id": "crash", "kind": "crash", "nodes": ["n12"]},
        ]
    }
    (folder / "manifest.json").write_text(json.dumps(manifest))
    ceilings = {"safety": 5, "connectivity": 4, "traitors": 1}
    summary = {"sim_seconds": duration_s, "digest": "9f" * 16, "ceilings": ceilings}
    (folder / "summary.json").write_text(json.dumps(summary))


def write_study(folder):
    rows = ["study,way,nodes,heights,decision_p50_s,frames_per_height"]
    for nodes in (16, 100, 1024):
        for way, frames in (("direct", nodes**2), ("flood", 9 * nodes**2), ("tree", nodes**2)):
            rows.append(f"size,{way},{nodes},4,0.5,{frames}")
        rows.append(f"size,exchange,{nodes},4,1.0,{20 * nodes}")
    rows.append("size,direct,2048,1,0.4,9000000")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "dissemination.csv").write_text("\n".join(rows) + "\n")
    manifest = {"name": "dissemination", "seed": 1, "engine": "standalone", "commit": "ab12"}
    (folder / "manifest.json").write_text(json.dumps(manifest))
