// SPDX-License-Identifier: MIT
//! rayhunter_io FILE CODE...: what rayhunter does with /dev/diag, call by call.
//!
//! rayhunter (lib/src/diag_device.rs) needs crates that Debian does not have, so
//! this stands in for its I/O: the same opens, ioctls, writes and reads, through
//! tokio's files as there.  It asks for logs with these codes (b0c0), and
//! appends the messages of all containers to FILE, which is QMDL, until it is
//! killed.
//!
//! What it shares with rayhunter, and what a server must therefore do:
//! - The reply to a request must be in the first container of type 0x20 that is
//!   read after it.  Else it gives up.
//! - A read of 8 bytes or fewer is repeated at once: an end of file would be a
//!   busy loop.  It counts them, and gives up after 200,000.

use std::env;
use std::os::fd::AsRawFd;
use std::time::{Duration, Instant};
use tokio::fs::{File, OpenOptions};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::sleep;

const DEVICE: &str = "/dev/diag";
const BUFFER: usize = 10 * 1024 * 1024;
const SWITCH_LOGGING: libc::c_ulong = 7;
const REMOTE_DEVICE: libc::c_ulong = 32;
const MEMORY_DEVICE_MODE: libc::c_int = 2;
const DATA: u32 = 0x20;
const SHORT_READS: u32 = 200_000;

type Outcome<T> = Result<T, String>;

fn word(bytes: &[u8], at: usize) -> Outcome<u32> {
    let four = bytes.get(at..at + 4).ok_or("a container is cut short")?;
    Ok(u32::from_le_bytes(four.try_into().unwrap()))
}

fn crc(bytes: &[u8]) -> u16 {
    let mut crc = 0xffffu16;
    for byte in bytes {
        crc ^= u16::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 {
                crc >> 1 ^ 0x8408
            } else {
                crc >> 1
            };
        }
    }
    !crc
}

fn frame(packet: &[u8]) -> Vec<u8> {
    let mut frame = Vec::new();
    for byte in packet.iter().chain(&crc(packet).to_le_bytes()) {
        match byte {
            0x7d | 0x7e => frame.extend([0x7d, byte ^ 0x20]),
            _ => frame.push(*byte),
        }
    }
    frame.push(0x7e);
    frame
}

fn unframe(frame: &[u8]) -> Option<Vec<u8>> {
    let mut packet = Vec::new();
    let mut bytes = frame.strip_suffix(&[0x7e])?.iter();
    while let Some(byte) = bytes.next() {
        packet.push(if *byte == 0x7d {
            bytes.next()? ^ 0x20
        } else {
            *byte
        });
    }
    let size = packet.len().checked_sub(2)?;
    let good = crc(&packet[..size]).to_le_bytes() == packet[size..];
    packet.truncate(size);
    good.then_some(packet)
}

/// The messages of a container.
fn messages(container: &[u8]) -> Outcome<Vec<&[u8]>> {
    let (mut found, mut at) = (Vec::new(), 8);
    for _ in 0..word(container, 4)? {
        let size = word(container, at)? as usize;
        at += 4;
        found.push(
            container
                .get(at..at + size)
                .ok_or("a message is cut short")?,
        );
        at += size;
    }
    Ok(found)
}

struct Device {
    file: File,
    buffer: Vec<u8>,
}

impl Device {
    async fn open() -> Outcome<Device> {
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .open(DEVICE)
            .await
            .map_err(|error| format!("open: {error}"))?;
        Device::switch_logging(&file)?;
        let remote = 0i32;
        if unsafe { libc::ioctl(file.as_raw_fd(), REMOTE_DEVICE, &remote) } < 0 {
            return Err("ioctl: DIAG_IOCTL_REMOTE_DEV".into());
        }
        Ok(Device {
            file,
            buffer: vec![0; BUFFER],
        })
    }

    /// By value, and if the kernel is newer by a pointer.
    fn switch_logging(file: &File) -> Outcome<()> {
        #[repr(C)]
        struct Mode {
            mode: u32,
            peripherals: u32,
            parameter: u8,
        }
        let mode = Mode {
            mode: 2,
            peripherals: u32::MAX,
            parameter: 0,
        };
        let file = file.as_raw_fd();
        unsafe {
            if libc::ioctl(file, SWITCH_LOGGING, MEMORY_DEVICE_MODE, 0, 0, 0) >= 0
                || libc::ioctl(file, SWITCH_LOGGING, &mode, 12, 0, 0, 0, 0) >= 0
            {
                return Ok(());
            }
        }
        Err(format!(
            "ioctl: SWITCH_LOGGING: {}",
            std::io::Error::last_os_error()
        ))
    }

    async fn container(&mut self) -> Outcome<Vec<u8>> {
        let (mut short, began) = (0, Instant::now());
        loop {
            let size = self
                .file
                .read(&mut self.buffer)
                .await
                .map_err(|error| format!("read: {error}"))?;
            if size > 8 {
                return Ok(self.buffer[..size].to_vec());
            }
            short += 1;
            if short == SHORT_READS {
                return Err(format!("{short} short reads in {:?}", began.elapsed()));
            }
        }
    }

    async fn data(&mut self) -> Outcome<Vec<u8>> {
        loop {
            let container = self.container().await?;
            if word(&container, 0)? == DATA {
                return Ok(container);
            }
        }
    }

    /// The driver's write returns 0, which is no error for a device.
    async fn write(&mut self, bytes: &[u8]) -> Outcome<()> {
        let zero = std::io::ErrorKind::WriteZero;
        for result in [
            self.file.write(bytes).await.map(|_| ()),
            self.file.flush().await,
        ] {
            match result {
                Err(error) if error.kind() != zero => return Err(format!("write: {error}")),
                _ => (),
            }
        }
        Ok(())
    }

    /// A request 73, and the reply to it.
    async fn ask(&mut self, operation: u32, rest: &[u8]) -> Outcome<Vec<u8>> {
        let mut packet = vec![0x73, 0, 0, 0];
        packet.extend(operation.to_le_bytes());
        packet.extend(rest);
        let mut bytes = DATA.to_le_bytes().to_vec();
        bytes.extend(frame(&packet));
        self.write(&bytes).await?;
        let container = self.data().await?;
        for message in messages(&container)? {
            for reply in message
                .split_inclusive(|byte| *byte == 0x7e)
                .filter_map(unframe)
            {
                if reply.len() >= 12 && reply[0] == 0x73 && word(&reply, 4)? == operation {
                    return match word(&reply, 8)? {
                        0 => Ok(reply),
                        status => Err(format!("nonzero status code {status}")),
                    };
                }
            }
        }
        Err(format!(
            "didn't receive response for request 73/{operation}"
        ))
    }

    async fn set_masks(&mut self, codes: &[u32]) -> Outcome<()> {
        let ranges = self.ask(1, &[]).await?;
        for equipment in 0..16u32 {
            let items = word(&ranges, 12 + 4 * equipment as usize)?;
            if items == 0 {
                continue;
            }
            let mut mask = vec![0u8; (items as usize + 7) / 8];
            for code in codes.iter().filter(|code| *code >> 12 == equipment) {
                let at = code & 0xfff;
                if at < items {
                    mask[at as usize / 8] |= 1 << (at % 8);
                }
            }
            let mut rest = equipment.to_le_bytes().to_vec();
            rest.extend(items.to_le_bytes());
            rest.extend(mask);
            self.ask(3, &rest).await?;
        }
        Ok(())
    }
}

/// From 100 ms, doubling to 5 s, for 30 s in all.
async fn open_with_retries() -> Outcome<Device> {
    let (began, mut pause) = (Instant::now(), Duration::from_millis(100));
    loop {
        match Device::open().await {
            Err(_) if began.elapsed() < Duration::from_secs(30) => sleep(pause).await,
            result => return result,
        }
        pause = (pause * 2).min(Duration::from_secs(5));
    }
}

async fn record(path: &str, codes: &[u32]) -> Outcome<()> {
    let mut device = open_with_retries().await?;
    device.set_masks(codes).await?;
    println!("masks are set");
    let mut qmdl = OpenOptions::new()
        .append(true)
        .create(true)
        .open(path)
        .await
        .map_err(|error| format!("{path}: {error}"))?;
    loop {
        let container = device.data().await?;
        let bytes = messages(&container)?.concat();
        qmdl.write_all(&bytes)
            .await
            .map_err(|error| format!("{path}: {error}"))?;
        qmdl.flush()
            .await
            .map_err(|error| format!("{path}: {error}"))?;
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let words: Vec<String> = env::args().skip(1).collect();
    let codes: Vec<u32> = words
        .iter()
        .skip(1)
        .filter_map(|word| u32::from_str_radix(word, 16).ok())
        .collect();
    let Some(path) = words.first() else {
        eprintln!("rayhunter_io FILE CODE...");
        std::process::exit(2);
    };
    if let Err(error) = record(path, &codes).await {
        eprintln!("rayhunter_io: {error}");
        std::process::exit(1);
    }
}
