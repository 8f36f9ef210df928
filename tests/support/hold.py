# hold.py STORE FILE - another program that writes: it holds the store from the line it prints until FILE is there.
import os, sqlite3, sys, time

db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("BEGIN IMMEDIATE")
print("held", flush=True)
while not os.path.exists(sys.argv[2]):
    time.sleep(0.02)
db.execute("ROLLBACK")
