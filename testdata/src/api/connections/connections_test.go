// Package connections has goroutines that meet over a connection: a test and its
// server, a client that a context cancels, a clock of a test.
package connections

import (
	"bytes"
	"context"
	"io"
	"net"
	"testing"

	"other.example/client"
)

func use(...any) {}

// What is written to a pipe has been sent before it is read.
func TestGoodPipe(t *testing.T) {
	a, b := net.Pipe()
	in, out := make([]byte, 10), make([]byte, 5)
	done := make(chan error)
	go func() {
		_, err := a.Write(in)
		done <- err
	}()
	for range 2 {
		if _, err := b.Read(out); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(in[:5], out) {
			t.Fatal("another")
		}
		in = in[5:]
	}
	<-done
}

// The server answers when it is done with err.
func TestGoodServer(t *testing.T) {
	l, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	var conn net.Conn
	go func() {
		conn, err = l.Accept()
		if err != nil {
			return
		}
		conn.Write([]byte("hello"))
	}()
	c, failed := net.Dial("tcp", l.Addr().String())
	if failed != nil {
		t.Fatal(failed)
	}
	if _, failed := c.Read(make([]byte, 5)); failed != nil {
		t.Fatal(failed)
	}
	err = c.Close()
	use(err)
}

func TestBadServer(t *testing.T) {
	l, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		var conn net.Conn
		if conn, err = l.Accept(); err == nil { // want `err-capture`
			conn.Close()
		}
	}()
	err = t.Context().Err()
	use(err)
}

// The server comes to what it is given when somebody has connected.
func TestGoodSetBeforeDial(t *testing.T) {
	l, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	var answer []byte
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			c.Write(answer)
		}
	}()
	answer = []byte("hello")
	c, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	c.Close()
}

// The service has got the context before it calls back.
func TestGoodCallback(t *testing.T) {
	got := make(chan struct{}, 1)
	c := client.New(func() { got <- struct{}{} })
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go func() { c.Call(ctx) }()
	<-got
	ctx, cancel = context.WithCancel(context.Background())
	defer cancel()
	c.Call(ctx)
}

// Fetch ends because it is cancelled.
func TestGoodCancelled(t *testing.T) {
	c := client.New(nil)
	ctx, cancel := context.WithCancel(context.Background())
	go func() { cancel() }()
	answers, err := c.Fetch(ctx)
	if err != nil {
		t.Fatal(err)
	}
	<-answers
	ctx, cancel = context.WithCancel(context.Background())
	defer cancel()
	c.Call(ctx)
}

// Each instance asks the same server, and nothing orders them.
func TestBadInstances(t *testing.T) {
	c := client.New(nil)
	n := 0
	done := make(chan bool)
	for range 3 {
		go func() {
			c.Call(t.Context())
			n++ // want `instance-race`
			c.Call(t.Context())
			done <- true
		}()
	}
	for range 3 {
		<-done
	}
}

// The timer is not due before the clock is set.
func TestGoodClock(t *testing.T) {
	c := client.NewClock()
	n := 0
	due := c.Timer(3)
	go func() {
		<-due
		n++
	}()
	c.Set(n)
}

func TestBadClock(t *testing.T) {
	c := client.NewClock()
	n := 0
	due := c.Timer(3)
	go func() {
		<-due
		n++ // want `captured-race`
	}()
	c.Set(3)
	use(n)
}

// The answer has been read to its end, which comes when the server closes.
func TestGoodReadAll(t *testing.T) {
	server, conn := net.Pipe()
	var err error
	go func() {
		err = answer(server)
		server.Close()
	}()
	data, err := io.ReadAll(conn)
	use(data, err)
}

func answer(conn net.Conn) error {
	_, err := conn.Write([]byte("hello"))
	return err
}

// A library calls back for each connection; the test makes one.
func TestGoodOneConnection(t *testing.T) {
	var have string
	f := client.Fake(func(conn net.Conn) {
		b := make([]byte, 5)
		if _, err := conn.Read(b); err != nil {
			return
		}
		have = string(b)
		conn.Write(b)
	})
	defer f.Close()
	f.Ask("hello")
	use(have)
}
