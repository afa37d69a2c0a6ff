package product

import (
	"context"
	"testing"
	"time"
)

// The clock is set for longer than the test takes.
func TestGoodTimed(t *testing.T) {
	c := NewCleaner(time.Hour)
	defer c.Close()
	c.seen["a"] = time.Now()
	if len(c.seen) != 1 {
		t.Error(len(c.seen))
	}
}

// There is one part.
func TestGoodOnePart(t *testing.T) {
	var got []string
	Uploader{func(p string) { got = append(got, p) }}.All([]string{"a"})
	if len(got) != 1 {
		t.Error(got)
	}
}

func TestBadTwo(t *testing.T) {
	var got []string
	Uploader{func(p string) { got = append(got, p) }}.Two("a") // want `append-race`
	if len(got) != 2 {
		t.Error(got)
	}
}

func TestGoodStatic(t *testing.T) {
	r := NewStatic([]string{"a"})
	r.find = func() string { return "b" }
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go r.Refresh(ctx)
	time.Sleep(time.Millisecond)
	if r.addrs[0] != "a" {
		t.Error(r.addrs)
	}
}

// badRefresh does the same, for resolvers of which that is not known.
func (r *Resolver) badRefresh(ctx context.Context) {
	if r.static {
		return
	}
	r.addrs = []string{r.find()} // want `captured-race`
	<-ctx.Done()
}

func TestRefreshes(t *testing.T) {
	r := NewStatic([]string{"a"})
	r.find = func() string { return "b" }
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	r.static = false
	go r.badRefresh(ctx)
	time.Sleep(time.Millisecond)
	if r.addrs[0] != "b" {
		t.Error(r.addrs)
	}
}

// Nobody else is busy, so that the function is called.
func TestGoodCalled(t *testing.T) {
	var s Serial
	done := make(chan bool)
	go func() {
		if s.Do(func() {}) {
			done <- true
		}
	}()
	<-done
}

// The test does not wait for who sends.
func TestBadLeft(t *testing.T) {
	done := make(chan bool)
	go func() {
		if t.Failed() {
			return
		}
		done <- true // want `abandoned-send`
	}()
	if t.Name() == "" {
		return
	}
	<-done
}

// Nothing is rotated.
func TestGoodNeverRotated(t *testing.T) {
	l := NewLog("a")
	defer l.Close()
	l.name = "b"
	if l.name != "b" {
		t.Error(l.name)
	}
}

// The queue calls back when it is given something.
func TestGoodCalledBack(t *testing.T) {
	var sum int
	q := NewQueue(func(i int) { sum += i })
	defer q.Close()
	if sum != 0 {
		t.Error(sum)
	}
	q.Put(1)
}

// A test that is put aside is not run.
func _TestGoodPutAside(t *testing.T) {
	n := 0
	go func() { n++ }()
	t.Log(n)
}
