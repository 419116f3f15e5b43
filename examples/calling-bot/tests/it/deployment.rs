//! The files of a deployment fit the settings.

use serde::Deserialize as _;
use serde_yaml::Value;

use crate::bot::{bot, output};

/// Returns the container of the bot, and the specification of its pod.
fn pod() -> (Value, Value) {
    let text = include_str!("../../deploy/kubernetes.yaml");
    let mut documents = serde_yaml::Deserializer::from_str(text);
    let deployment = Value::deserialize(documents.next().unwrap()).unwrap();
    for document in documents {
        assert!(Value::deserialize(document).unwrap()["kind"].is_string());
    }
    assert_eq!(deployment["kind"], "Deployment");
    let pod = deployment["spec"]["template"]["spec"].clone();
    (pod["containers"][0].clone(), pod)
}

fn variable(container: &Value, name: &str) -> u64 {
    let mut variables = container["env"].as_sequence().unwrap().iter();
    let variable = variables.find(|variable| variable["name"] == name).unwrap();
    variable["value"].as_str().unwrap().parse().unwrap()
}

#[test]
fn every_variable_of_the_deployment_is_a_setting() {
    let (_, help, _) = output(bot().arg("--help"));
    let (container, _) = pod();
    let of_pod = container["env"].as_sequence().unwrap().iter();
    let mut names: Vec<&str> = of_pod.map(|one| one["name"].as_str().unwrap()).collect();
    let image = include_str!("../../deploy/Dockerfile");
    let words =
        image.split(|character: char| !character.is_ascii_alphanumeric() && character != '_');
    names.extend(words.filter(|word| word.starts_with("CALLING_BOT_")));
    assert!(names.len() > 8, "{names:?}");
    for name in names {
        assert!(
            help.contains(&format!("[env: {name}=")),
            "{name} is not a setting"
        );
    }
}

#[test]
fn the_pod_waits_for_the_drain_and_the_shutdown() {
    let (container, pod) = pod();
    let drain = variable(&container, "CALLING_BOT_DRAIN");
    let limit = variable(&container, "CALLING_BOT_SHUTDOWN_LIMIT");
    let grace = pod["terminationGracePeriodSeconds"].as_u64().unwrap();
    assert!(
        grace > drain + limit,
        "{grace} s for {drain} s and {limit} s"
    );
    let probe = &container["readinessProbe"];
    let noticed =
        probe["periodSeconds"].as_u64().unwrap() * probe["failureThreshold"].as_u64().unwrap();
    assert!(drain > noticed, "{drain} s for a probe of {noticed} s");
    assert_eq!(container["readinessProbe"]["httpGet"]["path"], "/ready");
    assert_eq!(container["livenessProbe"]["httpGet"]["path"], "/health");
}
