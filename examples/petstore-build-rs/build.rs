//! Generates the client of `petstore.yaml` as a module in the folder for build output.

use std::env;
use std::path::Path;

use specwright::config::Layout;
use specwright::project::Project;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let out = Path::new(&env::var("OUT_DIR")?).join("petstore");
    let mut project = Project::new("petstore.yaml", out);
    project.config.layout = Layout::Module;
    let written = project.write()?;
    print!("{}", written.cargo_directives());
    Ok(())
}
