//! The bot as it is run: its simulation, its settings, and how it starts and stops.

mod bot;
mod effects;
mod graph;
mod limits;
mod running;
mod settings;
mod simulation;
