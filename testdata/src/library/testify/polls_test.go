package testify

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A condition is asked by one goroutine after the other.
func TestGoodEventually(t *testing.T) {
	asked := 0
	require.Eventually(t, func() bool {
		asked++
		return asked > 3
	}, time.Second, time.Millisecond)
	println(asked)
}

// The condition has seen that everything is there.
func TestGoodEventuallyLoaded(t *testing.T) {
	var n atomic.Int32
	var got []int
	var wg sync.WaitGroup
	wg.Go(func() {
		got = append(got, 1)
		n.Add(1)
	})
	require.Eventually(t, func() bool { return n.Load() > 0 }, time.Second, time.Millisecond)
	println(len(got))
	wg.Wait()
}

func TestBadEventually(t *testing.T) {
	n := 0
	done := make(chan bool)
	go func() {
		n++ // want `goroutine writes n while line 44 reads it`
		close(done)
	}()
	require.Eventually(t, func() bool { return n > 0 }, time.Second, time.Millisecond)
	<-done
}

type output struct {
	work chan int
	done chan bool
}

func newOutput(topic string) (*output, error) {
	if topic == "" {
		return nil, errors.New("no topic")
	}
	o := &output{make(chan int), make(chan bool)}
	go o.dispatch()
	return o, nil
}

func (o *output) dispatch() {
	defer close(o.done)
	for w := range o.work {
		println(w)
	}
}

func (o *output) Close() {
	close(o.work)
	<-o.done
}

// With an error there is no goroutine.
func TestGoodError(t *testing.T) {
	_, err := newOutput("")
	require.Error(t, err)
}

func TestBadNeverClosed(t *testing.T) {
	o, err := newOutput("x") // want `the goroutine that this call starts never ends`
	require.NoError(t, err)
	o.work <- 1
}

func TestGoodClosed(t *testing.T) {
	o, err := newOutput("x")
	require.NoError(t, err)
	defer o.Close()
	o.work <- 1
}
