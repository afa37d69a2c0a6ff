// Package execs has os/exec: Start forks goroutines that copy the output to
// what is not a file, and Wait joins them.
package execs

import (
	"bytes"
	"os"
	"os/exec"
	"sync"
)

func use(...any) {}

func goodWaited() error {
	var out bytes.Buffer
	cmd := exec.Command("date")
	cmd.Stdout = &out
	if err := cmd.Start(); err != nil {
		return err
	}
	if err := cmd.Wait(); err != nil {
		return err
	}
	use(out.String())
	return nil
}

func badReadBeforeWait() error {
	var out bytes.Buffer
	cmd := exec.Command("date")
	cmd.Stdout = &out
	if err := cmd.Start(); err != nil { // want `captured-race`
		return err
	}
	use(out.String())
	return cmd.Wait()
}

// Run waits by itself.
func goodRun() error {
	var out bytes.Buffer
	cmd := exec.Command("date")
	cmd.Stdout = &out
	err := cmd.Run()
	use(out.String())
	return err
}

// The output of a process that could not be started is nobody else's.
func goodFailedToStart() {
	var out bytes.Buffer
	cmd := exec.Command("date")
	cmd.Stdout = &out
	if err := cmd.Start(); err != nil {
		use(out.String())
		return
	}
	_ = cmd.Wait()
}

// A file goes to the process itself.
func goodFile() error {
	cmd := exec.Command("date")
	cmd.Stdout = os.Stdout
	if err := cmd.Start(); err != nil {
		return err
	}
	return cmd.Wait()
}

// Two streams into one buffer are copied by one goroutine if both fields hold
// the same writer.
func goodSameWriter() error {
	var out bytes.Buffer
	cmd := exec.Command("date")
	cmd.Stdout = &out
	cmd.Stderr = &out
	if err := cmd.Start(); err != nil {
		return err
	}
	return cmd.Wait()
}

// A goroutine waits for the process, and the forker for the goroutine.
func goodWaitInGoroutine() error {
	var out bytes.Buffer
	cmd := exec.Command("date")
	cmd.Stdout = &out
	if err := cmd.Start(); err != nil {
		return err
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	err := <-done
	use(out.String())
	return err
}

// A writer with a lock of its own takes it.
type lockedBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

func goodLockedBuffer() error {
	var out lockedBuffer
	cmd := exec.Command("date")
	cmd.Stdout = &out
	if err := cmd.Start(); err != nil {
		return err
	}
	use(out.String())
	return cmd.Wait()
}
