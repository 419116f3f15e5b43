//! Tests of the program of the bot: simulation, settings, start and shutdown.

mod bot;
mod deployment;
mod effects;
mod graph;
mod limits;
mod running;
mod settings;
mod simulation;
