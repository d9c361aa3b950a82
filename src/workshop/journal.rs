//! Events on disk: one SQLite file in write-ahead mode, synchronised before anything is answered, only ever appended to.

use std::path::Path;

use rusqlite::{Connection, params};

use super::event::Event;

/// Why the journal cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// SQLite says so.
    #[error("the file of the workshop cannot be used: {0}")]
    File(#[from] rusqlite::Error),
    /// An event that this program does not know.
    #[error(
        "event {number} of the workshop is none that carepool {} knows ({why}): go on with the version that wrote it, or begin in another folder with --folder; nothing was changed",
        env!("CARGO_PKG_VERSION")
    )]
    Event {
        /// Its number.
        number: i64,
        /// Why.
        why: serde_json::Error,
    },
}

/// The tables. Two guards stand in the file itself: nothing in it can be changed or deleted, and no version of a ballot can
/// stand in it twice.
const TABLES: &str = "
    CREATE TABLE IF NOT EXISTS event (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        round INTEGER, card TEXT, version INTEGER,
        key TEXT UNIQUE,
        body TEXT NOT NULL
    );
    CREATE UNIQUE INDEX IF NOT EXISTS one_ballot ON event (round, card, version) WHERE card IS NOT NULL;
    CREATE TRIGGER IF NOT EXISTS no_change BEFORE UPDATE ON event
        BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
    CREATE TRIGGER IF NOT EXISTS no_deletion BEFORE DELETE ON event
        BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;
";

/// The journal of a workshop.
#[derive(Debug)]
pub struct Journal {
    connection: Connection,
}

impl Journal {
    /// Opens the file, or makes it.
    pub fn open(path: &Path) -> Result<Journal, JournalError> {
        let connection = Connection::open(path)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.execute_batch(TABLES)?;
        Ok(Journal { connection })
    }

    /// Every event, in order, with the key that its sender gave it.
    pub fn events(&self) -> Result<Vec<(Event, Option<String>)>, JournalError> {
        let mut statement = self
            .connection
            .prepare("SELECT number, body, key FROM event ORDER BY number")?;
        let mut rows = statement.query([])?;
        let mut events = Vec::new();
        while let Some(row) = rows.next()? {
            let (number, body): (i64, String) = (row.get(0)?, row.get(1)?);
            let event = serde_json::from_str(&body).map_err(|why| JournalError::Event { number, why })?;
            events.push((event, row.get(2)?));
        }
        Ok(events)
    }

    /// Writes events, all or none, and comes back when they are on disk.
    pub fn append(&mut self, events: &[(Event, Option<String>)]) -> Result<(), JournalError> {
        let transaction = self.connection.transaction()?;
        for (event, key) in events {
            let ballot = match event {
                Event::Voted {
                    round, card, version, ..
                } => Some((*round, card, *version)),
                _ => None,
            };
            let body = serde_json::to_string(event).map_err(|why| JournalError::Event { number: 0, why })?;
            transaction.execute(
                "INSERT INTO event (round, card, version, key, body) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![
                    ballot.map(|(round, ..)| round),
                    ballot.map(|(_, card, _)| card),
                    ballot.map(|(.., version)| version),
                    key,
                    body
                ],
            )?;
        }
        Ok(transaction.commit()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_stays_as_it_is() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("events.sqlite");
        let mut journal = Journal::open(&path).expect("opens");
        let events = [
            (Event::Opened { round: 1 }, Some("a".to_owned())),
            (Event::Closed { round: 1 }, None),
        ];
        journal.append(&events).expect("written");
        for tampering in ["DELETE FROM event", "UPDATE event SET body = '{}'"] {
            let refused = journal.connection.execute(tampering, []);
            assert!(
                refused.is_err_and(|error| error.to_string().contains("never")),
                "{tampering}"
            );
        }
        assert!(
            journal
                .append(&[(Event::Opened { round: 2 }, Some("a".to_owned()))])
                .is_err()
        );
        drop(journal);
        let again = Journal::open(&path).expect("opens again");
        assert_eq!(again.events().expect("reads"), events);
    }

    #[test]
    fn what_another_version_wrote_is_refused_by_number_and_left_as_it_is() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("events.sqlite");
        let mut journal = Journal::open(&path).expect("opens");
        journal.append(&[(Event::Opened { round: 1 }, None)]).expect("written");
        let newer = "INSERT INTO event (body) VALUES ('{\"what\":\"danced\"}')";
        journal.connection.execute(newer, []).expect("written");
        drop(journal);
        let told = Journal::open(&path)
            .expect("opens")
            .events()
            .expect_err("unknown")
            .to_string();
        assert!(
            told.starts_with("event 2 of the workshop is none that carepool") && told.contains("--folder"),
            "{told}"
        );
    }

    #[test]
    fn of_events_written_together_all_are_there_or_none() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut journal = Journal::open(&folder.path().join("events.sqlite")).expect("opens");
        let vote = |version| Event::Voted {
            round: 1,
            card: "x".to_owned(),
            version,
            marks: Default::default(),
        };
        let twice = [(vote(1), None), (vote(2), None), (vote(1), None)];
        assert!(journal.append(&twice).is_err(), "one version twice");
        assert!(journal.events().expect("reads").is_empty());
        journal.append(&twice[..2]).expect("written");
        assert_eq!(journal.events().expect("reads").len(), 2);
    }
}
