//! One draw, many draws: the only room that joins people, services and economy.
