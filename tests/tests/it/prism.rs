//! Requests of generated clients, validated by an independent implementation:
//! [Prism](https://stoplight.io/open-source/prism) mocks the service of a document. It responds to
//! an invalid request with the violations, and to any other one with an example.
//!
//! `npm install --prefix target/prism @stoplight/prism-cli` installs it where these tests look for
//! it. They also use the program in the variable `PRISM`, or the one in `PATH`. Without Prism, they
//! are skipped.

use std::ffi::OsString;
use std::future::IntoFuture;
use std::io::{BufRead, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use msgraph_communications::communications::calls::item::reject::RejectPostRequestBody;
use msgraph_communications::models::RejectReason;
use pets_client::models::Pet;
use shelter_client::Credentials;
use shelter_client::models::{NewPet, Status, Years, key::KeyRequest, pet::PetRequest};
use shelter_client::pets::item::ItemPatchRequestBody;
use shelter_client::pets::item::photo::PhotoPostRequestBody;
use shelter_client::pets::item::visit::VisitPostRequestBody;
use specwright_runtime::{
    Body, Client, ClientBuilder, Endpoint, Error, HeaderMap, NoRetry, Part, ReqwestTransport,
    Response, StaticToken,
};

/// Prism at work, until it is dropped.
struct Prism {
    process: Child,
    url: String,
}

impl Prism {
    /// Mocks what a document says; `None`, and a line that says so, where Prism is not installed.
    fn mock(document: &str) -> Option<Self> {
        let Some(program) = installed() else {
            // Not through the macro, whose output is shown of failed tests only.
            let _ = writeln!(
                std::io::stderr(),
                "{document}: not judged, as Prism is not installed \
                 (npm install --prefix target/prism @stoplight/prism-cli)"
            );
            return None;
        };
        let mut process = Command::new(&program)
            .args(["mock", "--errors", "--port", "0"])
            .arg(root().join(document))
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{}: {error}", program.display()));
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let mut output = Vec::new();
        let url = loop {
            let line = lines.next().and_then(Result::ok);
            let line = line.unwrap_or_else(|| panic!("Prism did not start: {output:#?}"));
            if let Some((_, url)) = line.split_once("Prism is listening on ") {
                break url.trim().to_owned();
            }
            output.push(line);
        };
        // Prism stops if nobody reads its output.
        std::thread::spawn(move || lines.for_each(drop));
        Some(Self { process, url })
    }

    fn client(&self) -> ClientBuilder {
        let settings = reqwest::Client::builder().no_proxy();
        Client::builder(Endpoint::new(&self.url).unwrap())
            .transport(ReqwestTransport::from_builder(settings))
            .retry(NoRetry)
    }
}

impl Drop for Prism {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn installed() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("PRISM") {
        return Some(named.into());
    }
    let name = if cfg!(windows) { "prism.cmd" } else { "prism" };
    let target = std::env::var_os("CARGO_TARGET_DIR");
    let target = target.map_or_else(|| root().join("target"), PathBuf::from);
    let path: OsString = std::env::var_os("PATH").unwrap_or_default();
    [target, root().join("target")]
        .map(|target| target.join("prism/node_modules/.bin"))
        .into_iter()
        .chain(std::env::split_paths(&path))
        .map(|folder| folder.join(name))
        .find(|program| program.is_file())
}

/// Returns the result of a request that Prism accepts.
async fn accepted<T, E>(
    request: impl IntoFuture<Output = Result<Response<T>, Error<E>>>,
) -> Response<T> {
    match request.await {
        Ok(response) => {
            assert_eq!(faults(response.headers()), None);
            response
        }
        Err(error) => panic!("{error:?}: {:?}", error.headers().and_then(faults)),
    }
}

/// Returns the declared error that Prism responds with on request.
async fn refused<T, E>(request: impl IntoFuture<Output = Result<Response<T>, Error<E>>>) -> E {
    match request.await {
        Err(Error::Service { body, metadata, .. }) => {
            assert_eq!(faults(metadata.headers()), None);
            *body
        }
        Err(error) => panic!("{error:?}: {:?}", error.headers().and_then(faults)),
        Ok(response) => panic!("{}", response.status()),
    }
}

/// Returns the violations that Prism finds in a request. They are in this header of any response.
fn faults(answer: &HeaderMap) -> Option<&str> {
    let found = answer.get("sl-violations")?;
    Some(found.to_str().unwrap())
}

/// The header that selects the response of Prism.
const PREFER: &str = "prefer";

#[tokio::test]
async fn prism_detects_an_invalid_request() {
    let Some(prism) = Prism::mock("spec/communications.yaml") else {
        return;
    };
    let plain = reqwest::Client::builder().no_proxy().build().unwrap();
    let answer = plain
        .post(format!(
            "{}/communications/calls/57dab8b1/reject",
            prism.url
        ))
        .header("authorization", "Bearer t")
        .header("content-type", "application/json")
        .body(r#"{"reason":5}"#)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 422);
    let found = faults(answer.headers()).unwrap();
    assert!(found.contains("reason must be string"), "{found}");
}

#[tokio::test]
async fn prism_accepts_requests_of_the_client() {
    let Some(prism) = Prism::mock("spec/communications.yaml") else {
        return;
    };
    let runtime = prism.client().credential(StaticToken::new("t")).build();
    let client = msgraph_communications::Client::from(runtime);
    let calls = client.communications().calls();
    let bodies = [
        RejectPostRequestBody::default(),
        RejectPostRequestBody {
            reason: Some(RejectReason::Busy),
            ..Default::default()
        },
        RejectPostRequestBody {
            reason: Some(RejectReason::None),
            // Prism posts a notification there, so nobody may be there.
            callback_uri: Some("https://127.0.0.1:1/calls".to_owned()),
            ..Default::default()
        },
    ];
    for body in bodies {
        for id in ["57dab8b1-894c-409a-b240-bd8beae78896", "a b/c?d#e%2Fé"] {
            let response = accepted(calls.by_call_id(id).reject().post(body.clone())).await;
            assert_eq!(response.status(), 202);
        }
    }
    let reject = calls.by_call_id("57dab8b1").reject();
    let error = refused(
        reject
            .post(RejectPostRequestBody::default())
            .header(PREFER, "code=404"),
    )
    .await;
    assert_eq!(error.error.code, "8522");
}

#[tokio::test]
async fn prism_accepts_requests_of_the_pets_client() {
    let Some(prism) = Prism::mock("tests/clients/pets/pets.yaml") else {
        return;
    };
    let client = pets_client::Client::from(prism.client().build());
    let response = accepted(client.pets().get().limit(20)).await;
    let names = response.body().iter().map(|pet| pet.name.as_str());
    assert_eq!(names.collect::<Vec<_>>(), ["Minka", "Bello"]);
    accepted(client.pets().get()).await;
    let mut pet = Pet::new(7, "Ämilie & Söhne");
    let created = accepted(client.pets().post(pet.clone())).await;
    assert_eq!(created.status(), 201);
    pet.tag = Some("cat".to_owned());
    accepted(client.pets().post(pet)).await;
    for id in ["7", "a/b c", "ü"] {
        accepted(client.pets().by_pet_id(id).get()).await;
        accepted(
            client
                .pets()
                .by_pet_id(id)
                .get()
                .header(PREFER, "dynamic=true"),
        )
        .await;
    }
    refused(
        client
            .pets()
            .by_pet_id("7")
            .get()
            .header(PREFER, "code=404"),
    )
    .await;
}

#[tokio::test]
async fn prism_accepts_requests_of_the_shelter_client() {
    let Some(prism) = Prism::mock("tests/clients/shelter/shelter.yaml") else {
        return;
    };
    let credentials = Credentials::new()
        .staff("Ann", "open sesame")
        .key("k e y")
        .session("s;1")
        .token(StaticToken::new("t"));
    let runtime = prism.client().credentials(credentials).build();
    let client = shelter_client::Client::from(runtime);

    let pets = client.pets();
    accepted(pets.get()).await;
    let born = Years {
        from: Some(2019),
        until: Some(2024),
        ..Default::default()
    };
    let found = pets
        .get()
        .tags(&["old", "blind, deaf", "a&b"])
        .limit(10)
        .status(&[Status::Waiting, Status::AtHome])
        .born(&born);
    accepted(found.header(PREFER, "dynamic=true")).await;

    let mut pet = NewPet::new("Minka");
    accepted(pets.post(pet.clone())).await;
    pet.set_null(NewPet::TAG);
    pet.status = Some(Status::Reserved);
    accepted(pets.post(pet)).await;

    let pet = pets.by_id(7);
    accepted(pet.get()).await;
    accepted(pet.get().header(PREFER, "dynamic=true")).await;
    let error = refused(pet.get().header(PREFER, "code=500")).await;
    assert_eq!(error.code, 17);
    let change = ItemPatchRequestBody::default().with_null(ItemPatchRequestBody::TAG);
    accepted(pet.patch(change)).await;
    let mut found = accepted(pet.get()).await.into_body();
    found.owner = None;
    accepted(pet.put(PetRequest::from(found))).await;
    accepted(pet.delete("found a home")).await;
    accepted(client.keys().post(vec![KeyRequest::new("123")])).await;

    let mut visit = VisitPostRequestBody::new("Ann & Bob + 1");
    accepted(pet.visit().post(visit.clone())).await;
    visit.guests = Some(2);
    visit.gifts = Some(vec!["a bone".to_owned(), "50%".to_owned()]);
    assert_eq!(accepted(pet.visit().post(visit)).await.status(), 202);

    let upload = PhotoPostRequestBody::new(
        "At the sea",
        Part::new(Body::from("PNG")).file_name("me.png"),
    );
    accepted(pet.photo().post(upload)).await;
    accepted(pet.photo().put(Body::from_reader(&b"PNG"[..]))).await;

    let boxes = accepted(client.boxes().by_places(&["a1", "b7"]).get()).await;
    assert_eq!(boxes.body()["a1"], 2);
    assert_eq!(accepted(client.keeper().get()).await.body(), "Ann");

    let runtime = prism
        .client()
        .credentials(Credentials::new().query_key("k&k"));
    let client = shelter_client::Client::from(runtime.build());
    accepted(client.keeper().get()).await;
}
