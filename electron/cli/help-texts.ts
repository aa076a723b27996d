/** What the help says at its top. */
export const about =
  "Prepares Exchange so that a timetable system can write into people's calendars: on-premises, Microsoft 365 and hybrid. You see every change before it's made, and proof after.";

/** What stands below the list of verbs. */
export const firstSteps = `
Rehearse first: a made-up university, no account, no network
  calendar-push-setup practice new uni.db --preset hybrid --site-to uni.json
  calendar-push-setup plan --site uni.json --practice uni.db
  calendar-push-setup run --site uni.json --practice uni.db

Your own site
  calendar-push-setup site new --kind hybrid --to site.json
  calendar-push-setup site check site.json
  calendar-push-setup plan --site site.json

Exit codes
  0    all as it should be (plan: everything could be looked at)
  1    something is not as your site asks, or could not be done
  2    bad input: nothing was looked at or changed
  130  interrupted; "resume" goes on`;

/** Below the help of each verb: what to know, and examples. */
export const more = {
  plan: `
Reads everything and writes nothing at your site. The plan is kept as a run
file; its id is what "run --plan" takes.

  calendar-push-setup plan --site site.json
  calendar-push-setup plan --site site.json --only connect,service-accounts
  calendar-push-setup plan --site site.json --limit 10`,
  run: `
With --plan exactly that plan is carried out; naming it is the agreement. With
--site each step is planned once what it needs is in order, shown, and asked
about; --yes goes on without asking. Without a terminal --yes is needed.

  calendar-push-setup run --plan 2026-11-24-1401
  calendar-push-setup run --site site.json
  calendar-push-setup run --site site.json --yes --note CHG0042 --limit 10

Ctrl+C stops after the commands under way; nothing is lost. "resume" goes on.`,
  verify: `
Reads every resource anew and writes nothing. Ends with 1 where something is no
longer as your site asks.

  calendar-push-setup verify --site site.json
  calendar-push-setup verify --site site.json --only security-group`,
  resume: `
Goes on with an interrupted run under the same id. What it read back is not
looked at again.

  calendar-push-setup resume 2026-11-24-1340`,
  undo: `
Takes back what a run changed, newest first. It is planned, shown and asked
about like any run, and leaves what others changed since.

  calendar-push-setup undo 2026-11-24-1340`,
  script: `
Writes the changes that are missing as PowerShell: one file for each
connection. Each asks for the passwords that it needs, and stops at the first
failure.

  calendar-push-setup script --site site.json --to plan-7`,
  byHand: `
Writes numbered instructions with your site's own values for the changes that
are missing.

  calendar-push-setup by-hand --site site.json --to by-hand.md`,
  password: `
Gives an account that exists a new password, as a change of its own that is
shown first.

  calendar-push-setup password --site site.json --account sa-calpush-1`,
  runs: `
  calendar-push-setup runs`,
  export: `
The ending of the file says the form: .html (printable), .csv (the calendars),
.json, .txt, or .zip (all of them). Plans and verifies too: a picture of all
entries on the calendars before anything is written.

  calendar-push-setup export 2026-11-24-1340 --to run.html`,
  siteNew: `
Writes a site file with names made from an example domain, to be filled in.
Without --to it goes to standard output.

  calendar-push-setup site new --kind on-premises --to site.json`,
  siteCheck: `
Names each field that can't be used, with its line, why, and what to do. Looks
at nothing but the file.

  calendar-push-setup site check site.json`,
  siteSchema: `
With it an editor completes a site file and explains its fields:

  calendar-push-setup site schema > site.schema.json
  and in the site file: "$schema": "./site.schema.json"`,
  practiceNew: `
  calendar-push-setup practice new uni.db --preset hybrid --site-to uni.json
  calendar-push-setup practice new uni.db --preset university --mailboxes 500
  calendar-push-setup practice new uni.db --preset seed-cloud --people our.csv`,
  practiceShow: `
  calendar-push-setup practice show uni.db --json
  calendar-push-setup practice show uni.db --json --comparable
  calendar-push-setup practice show uni.db --json --commands`,
  practiceDo: `
The command is JSON, as in the event stream; it may be sent while a run goes on:
  {"target":"exchange","cmdlet":"Get-Mailbox","parameters":{}}`,
} as const;
