// SPDX-License-Identifier: MIT
//! rh CONTAINERS: talks to /dev/diag in the way in which rayhunter's daemon does.
//!
//! It stands in for rayhunter, which cannot be built from Debian's packages: the
//! same calls in the same order, with the same runtime (tokio, whose pool of
//! threads does the reads), and as strict.  A reply must be in the first
//! container behind its request; an end of file is read again at once.
//!
//! It asks for the log ranges, sets the mask of each equipment id that has logs,
//! and reads that many containers.  Then it opens the device again, as rayhunter
//! does when its configuration has changed, and does the same once more.

use std::os::unix::io::AsRawFd;
use std::time::Duration;

use tokio::fs::{File, OpenOptions};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

const SWITCH_LOGGING: libc::c_ulong = 7;
const REMOTE_DEV: libc::c_ulong = 32;
const MEMORY_DEVICE: libc::c_int = 2;
const USER_SPACE: u32 = 0x20;
const BUFFER: usize = 10 * 1024 * 1024;
const SPINS: u32 = 1000; // short reads that are no accident

const LOG_CONFIG: u8 = 0x73;
const GET_RANGES: u32 = 1;
const SET_MASK: u32 = 3;

/// The codes of logs that it wants: RRC and NAS.
const WANTED: [u32; 8] = [
    0x412f, 0x5226, 0x713a, 0xb0c0, 0xb0e2, 0xb0e3, 0xb0ec, 0xb0ed,
];

type Result<T> = std::result::Result<T, String>;

/// What ioctl 7 takes by pointer.
#[repr(C)]
struct LoggingMode {
    mode: u32,
    peripherals: u32,
    padding: [u8; 16],
}

fn u32_at(bytes: &[u8], at: usize) -> Result<u32> {
    let word = bytes.get(at..at + 4).ok_or("a container is too short")?;
    Ok(u32::from_le_bytes(word.try_into().unwrap()))
}

fn crc(bytes: &[u8]) -> u16 {
    let step = |crc: u16, byte: &u8| {
        (0..8).fold(crc ^ u16::from(*byte), |c, _| {
            (c >> 1) ^ if c & 1 == 1 { 0x8408 } else { 0 }
        })
    };
    !bytes.iter().fold(0xffff, step)
}

fn encode(packet: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for byte in packet.iter().chain(&crc(packet).to_le_bytes()) {
        match byte {
            0x7d | 0x7e => out.extend([0x7d, byte ^ 0x20]),
            _ => out.push(*byte),
        }
    }
    out.push(0x7e);
    out
}

/// None: it is no whole frame.
fn decode(frame: &[u8]) -> Option<Vec<u8>> {
    let body = frame.strip_suffix(&[0x7e])?;
    let mut out = Vec::with_capacity(body.len());
    let mut bytes = body.iter();
    while let Some(byte) = bytes.next() {
        out.push(if *byte == 0x7d {
            bytes.next()? ^ 0x20
        } else {
            *byte
        });
    }
    let end = out.len().checked_sub(2)?;
    let sum = out.split_off(end);
    (sum == crc(&out).to_le_bytes()).then_some(out)
}

/// The packets of a container.
fn packets(container: &[u8]) -> Result<Vec<Vec<u8>>> {
    let mut all = Vec::new();
    let mut at = 8;
    for _ in 0..u32_at(container, 4)? {
        let size = u32_at(container, at)? as usize;
        let message = container
            .get(at + 4..at + 4 + size)
            .ok_or("a message is longer than its container")?;
        all.extend(message.split_inclusive(|b| *b == 0x7e).filter_map(decode));
        at += 4 + size;
    }
    Ok(all)
}

/// The code of a log, also of one that a modem with several radios wraps.
fn code_of(packet: &[u8]) -> Option<u32> {
    let log = match packet.first()? {
        0x98 => packet.get(8..)?,
        _ => packet,
    };
    let code = log.get(6..8).filter(|_| log[0] == 0x10)?;
    Some(u32::from(u16::from_le_bytes(code.try_into().ok()?)))
}

struct Device {
    file: File,
    buffer: Vec<u8>,
}

/// A tokio write ends with this error if the driver returns 0; it is a success.
fn or_zero(result: std::io::Result<()>, what: &str) -> Result<()> {
    match result {
        Err(e) if e.kind() != std::io::ErrorKind::WriteZero => Err(format!("{what}: {e}")),
        _ => Ok(()),
    }
}

impl Device {
    async fn open() -> Result<Device> {
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .open("/dev/diag")
            .await
            .map_err(|e| format!("open: {e}"))?;
        let fd = file.as_raw_fd();
        let mut mode = LoggingMode {
            mode: 2,
            peripherals: u32::MAX,
            padding: [0; 16],
        };
        let remote: libc::c_int = 0;
        unsafe {
            if libc::ioctl(fd, SWITCH_LOGGING as _, MEMORY_DEVICE) < 0
                && libc::ioctl(fd, SWITCH_LOGGING as _, &mut mode as *mut LoggingMode) < 0
            {
                return Err(format!("ioctl 7: {}", std::io::Error::last_os_error()));
            }
            if libc::ioctl(fd, REMOTE_DEV as _, &remote as *const libc::c_int) < 0 {
                return Err(format!("ioctl 32: {}", std::io::Error::last_os_error()));
            }
        }
        Ok(Device {
            file,
            buffer: vec![0; BUFFER],
        })
    }

    /// Pauses of 100 ms, doubling to 5 s, for 30 s.
    async fn open_with_retries() -> Result<Device> {
        let mut pause = Duration::from_millis(100);
        let mut waited = Duration::ZERO;
        loop {
            let why = match Device::open().await {
                Ok(device) => return Ok(device),
                Err(why) => why,
            };
            if waited >= Duration::from_secs(30) {
                return Err(why);
            }
            tokio::time::sleep(pause).await;
            waited += pause;
            pause = (pause * 2).min(Duration::from_secs(5));
        }
    }

    async fn container(&mut self) -> Result<Vec<u8>> {
        for _ in 0..SPINS {
            let size = self.file.read(&mut self.buffer).await;
            let size = size.map_err(|e| format!("read: {e}"))?;
            if size > 8 {
                return Ok(self.buffer[..size].to_vec());
            }
        }
        Err(format!("{SPINS} short reads: this spins"))
    }

    async fn logs(&mut self) -> Result<Vec<u8>> {
        loop {
            let container = self.container().await?;
            if u32_at(&container, 0)? == USER_SPACE {
                return Ok(container);
            }
        }
    }

    async fn ask(&mut self, operation: u32, data: &[u8]) -> Result<Vec<u8>> {
        let mut packet = vec![LOG_CONFIG, 0, 0, 0];
        packet.extend(operation.to_le_bytes());
        packet.extend(data);
        let mut request = USER_SPACE.to_le_bytes().to_vec();
        request.extend(encode(&packet));
        or_zero(self.file.write(&request).await.map(|_| ()), "write")?;
        or_zero(self.file.flush().await, "flush")?;

        let container = self.logs().await?;
        for reply in packets(&container)? {
            if reply[0] == LOG_CONFIG && u32_at(&reply, 4)? == operation {
                return match u32_at(&reply, 8)? {
                    0 => Ok(reply),
                    status => Err(format!("operation {operation}: status {status}")),
                };
            }
        }
        Err(format!(
            "no reply to operation {operation} in the next container"
        ))
    }

    async fn set_mask(&mut self, equipment: u32, items: u32) -> Result<()> {
        let mut mask = vec![0u8; (items as usize + 7) / 8];
        for code in WANTED.iter().filter(|code| **code >> 12 == equipment) {
            let item = (code & 0xfff) as usize;
            if item < items as usize {
                mask[item / 8] |= 1 << (item % 8);
            }
        }
        let mut data = equipment.to_le_bytes().to_vec();
        data.extend(items.to_le_bytes());
        data.extend(mask);
        self.ask(SET_MASK, &data).await.map(|_| ())
    }

    async fn set_up(&mut self) -> Result<()> {
        let ranges = self.ask(GET_RANGES, &[]).await?;
        for equipment in 0..16 {
            let items = u32_at(&ranges, 12 + 4 * equipment)?;
            if items > 0 {
                self.set_mask(equipment as u32, items).await?;
            }
        }
        Ok(())
    }
}

async fn session(containers: u32) -> Result<()> {
    let mut device = Device::open_with_retries().await?;
    device.set_up().await?;
    let mut logs = 0;
    for _ in 0..containers {
        for packet in packets(&device.logs().await?)? {
            let code = code_of(&packet).ok_or("a packet that is no log")?;
            if !WANTED.contains(&code) {
                return Err(format!("a log that it did not ask for: {code:#x}"));
            }
            logs += 1;
        }
    }
    println!(
        "{containers} containers, {}",
        if logs > 0 { "with logs" } else { "empty" }
    );
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let containers = std::env::args()
        .nth(1)
        .and_then(|n| n.parse().ok())
        .unwrap_or(100);
    for _ in 0..2 {
        if let Err(why) = session(containers).await {
            eprintln!("rh: {why}");
            std::process::exit(1);
        }
    }
}
