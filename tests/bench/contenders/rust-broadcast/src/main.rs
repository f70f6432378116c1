// SPDX-License-Identifier: MIT

//! rust-broadcast PORT: a broadcast channel of 1024 containers, and a stream a
//! subscriber over hyper's chunk coding, as a contender.
//!
//! A plain thread reads containers from standard input, a SOCK_SEQPACKET
//! socket, and sends each into the channel whether or not anyone keeps up; a
//! receiver that lags loses containers, and says so.

use bytes::Bytes;
use hyper::service::{make_service_fn, service_fn};
use hyper::{Body, Request, Response, Server};
use std::convert::Infallible;
use tokio::sync::broadcast::{channel, Sender};
use tokio_stream::wrappers::BroadcastStream;
use tokio_stream::StreamExt;

const CAPACITY: usize = 1024;
const CONTAINER_MAX: usize = 256 << 10;

/// Reads until standard input ends.
fn pump(sender: Sender<Bytes>) {
    let mut buffer = vec![0u8; CONTAINER_MAX];
    loop {
        let size = unsafe { libc::read(0, buffer.as_mut_ptr().cast(), buffer.len()) };
        if size <= 0 {
            std::process::exit(0);
        }
        let _ = sender.send(Bytes::copy_from_slice(&buffer[..size as usize]));
    }
}

async fn answer(_: Request<Body>, sender: Sender<Bytes>) -> Result<Response<Body>, Infallible> {
    let stream = BroadcastStream::new(sender.subscribe()).filter_map(|item| match item {
        Ok(container) => Some(Ok::<Bytes, Infallible>(container)),
        Err(lag) => {
            eprintln!("{lag}");
            None
        }
    });
    Ok(Response::builder()
        .header("Content-Type", "application/octet-stream")
        .body(Body::wrap_stream(stream))
        .unwrap())
}

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(serve());
}

async fn serve() {
    let port: u16 = std::env::args().nth(1).unwrap().parse().unwrap();
    let (sender, _receiver) = channel::<Bytes>(CAPACITY);
    let source = sender.clone();
    let service = make_service_fn(move |_| {
        let sender = sender.clone();
        async move {
            Ok::<_, Infallible>(service_fn(move |request| answer(request, sender.clone())))
        }
    });
    let server = Server::bind(&([127, 0, 0, 1], port).into())
        .tcp_nodelay(true)
        .serve(service);
    std::thread::spawn(move || pump(source));
    server.await.unwrap();
}
