package p

import (
	"context"
	"os/exec"
	"testing"
	"time"
)

func TestOutlives(t *testing.T) {
	go func() {
		time.Sleep(time.Second)
		t.Log("late")
	}()
	time.Sleep(time.Millisecond)
}

func TestParallel(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	shared := map[string]int{}
	for _, name := range []string{"a", "b"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			shared[name]++
			<-ctx.Done()
		})
	}
	t.Cleanup(func() { clear(shared) })
}

func BenchmarkRun(b *testing.B) {
	n := 0
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			n++
		}
	})
	for b.Loop() {
		cmd := exec.Command("true")
		if cmd.Start() != nil {
			b.Fatal("start")
		}
		go cmd.Wait()
	}
}

func FuzzX(f *testing.F) {
	f.Fuzz(func(t *testing.T, s string) {
		done := make(chan bool)
		time.AfterFunc(time.Millisecond, func() { done <- true })
		if s == "" {
			t.Skip()
		}
		<-done
	})
}
