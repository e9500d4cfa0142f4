"""What Surefire wrote down since a run began.

usage: results.py BEGAN FAILURES MODULE…
Prints how many tests passed and failed; appends to the file FAILURES a line for each failed one: class, method, the begin of what it said, and
where the rest is.
"""
import glob
import os
import sys
import xml.etree.ElementTree as xml

began = os.path.getmtime(sys.argv[1])
good = bad = 0
with open(sys.argv[2], 'a', encoding='utf-8') as failures:
    for module in sys.argv[3:]:
        for report in sorted(glob.glob(glob.escape(module) + '/target/surefire-reports/TEST-*.xml')):
            if os.path.getmtime(report) < began:
                continue
            suite = xml.parse(report).getroot()
            tests = int(suite.get('tests'))
            fails = sum(int(suite.get(kind)) for kind in ('failures', 'errors', 'skipped'))
            good += tests - fails
            bad += fails
            for test in suite.iter('testcase'):
                for kind in ('failure', 'error', 'skipped'):
                    for fault in test.findall(kind):
                        words = (fault.get('message') or fault.text or fault.get('type') or kind)
                        words = ' '.join(words.split())[:200]
                        name, method = test.get('classname'), test.get('name')
                        log = f'{module}/target/surefire-reports/{name}.txt'
                        failures.write(f'{name} {method}: {words}\n    {log}, its output in {log[:-4]}-output.txt\n')
print(good, bad)
