// SPDX-License-Identifier: MIT

// go-sink is the shape of a capture sink in Go, as a contender.
//
// One goroutine reads containers from standard input, a SOCK_SEQPACKET socket,
// and writes each to every output with a mutex held; a timer that a write arms
// flushes all outputs 100 ms later.  The outputs are net/http's: a full socket
// blocks the writer, and with it the source.
package main

import (
	"flag"
	"fmt"
	"log"
	"net/http"
	"os"
	"sync"
	"syscall"
	"time"
)

const flushPeriod = 100 * time.Millisecond

type sink struct {
	mu      sync.Mutex
	outputs map[http.ResponseWriter]http.Flusher
	timer   *time.Timer
}

func (s *sink) write(container []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for w := range s.outputs {
		if _, err := w.Write(container); err != nil {
			delete(s.outputs, w)
		}
	}
	if s.timer == nil {
		s.timer = time.AfterFunc(flushPeriod, s.flush)
	}
}

func (s *sink) flush() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.outputs {
		f.Flush()
	}
	s.timer = nil
}

func (s *sink) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/octet-stream")
	f := w.(http.Flusher)
	f.Flush()
	s.mu.Lock()
	s.outputs[w] = f
	s.mu.Unlock()
	<-r.Context().Done()
	s.mu.Lock()
	delete(s.outputs, w)
	s.mu.Unlock()
}

// pump reads until standard input ends.
func (s *sink) pump() {
	buf := make([]byte, 256<<10)
	for {
		n, err := syscall.Read(0, buf)
		if err == syscall.EINTR {
			continue
		}
		if err != nil || n <= 0 {
			os.Exit(0)
		}
		s.write(buf[:n])
	}
}

func main() {
	port := flag.Int("p", 0, "port on loopback")
	flag.Parse()
	s := &sink{outputs: make(map[http.ResponseWriter]http.Flusher)}
	go s.pump()
	http.Handle("/api/diag/stream", s)
	log.Fatal(http.ListenAndServe(fmt.Sprintf("127.0.0.1:%d", *port), nil))
}
