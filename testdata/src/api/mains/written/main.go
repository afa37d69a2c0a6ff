// Command written ends while some of its goroutines have still to write.
package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log"
	"os"
	"sync"
	"time"
)

func main() {
	badFlushLast([]string{"a"})
	badWorkAfterDone("x")
	goodDoneLast([]string{"a"})
	badJournal()
	goodJournal()
	badQueue()
	goodLogs()
	goodSummaryAwaited()
	goodRounds()
}

func badFlushLast(lines []string) {
	var wg sync.WaitGroup
	for _, l := range lines {
		wg.Add(1)
		go func() {
			w := bufio.NewWriter(os.Stdout)
			defer w.Flush()
			defer wg.Done() // want `lost-output: goroutine signals here before it has written what it has \(line 33\), which wg.Wait does not wait for: signal last`
			fmt.Fprintln(w, l)
		}()
	}
	wg.Wait()
}

// badWorkAfterDone need not be in main: its caller reads the file next.
func badWorkAfterDone(name string) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		wg.Done() // want `lost-output: .* \(line 47\)`
		os.WriteFile(name, nil, 0o600)
	}()
	wg.Wait()
}

func goodDoneLast(lines []string) {
	var wg sync.WaitGroup
	for _, l := range lines {
		wg.Add(1)
		go func() {
			defer wg.Done()
			w := bufio.NewWriter(os.Stdout)
			defer w.Flush()
			fmt.Fprintln(w, l)
		}()
	}
	wg.Wait()
}

type journal struct {
	in     chan string
	cancel context.CancelFunc
	w      io.Writer
	done   chan struct{}
}

// run writes what it has when it is told to end.
func (j *journal) run(ctx context.Context) {
	var kept []string
	for {
		select {
		case s := <-j.in:
			kept = append(kept, s)
		case <-ctx.Done():
			for _, s := range kept {
				io.WriteString(j.w, s)
			}
			return
		}
	}
}

func badJournal() {
	ctx, cancel := context.WithCancel(context.Background())
	j := &journal{in: make(chan string, 1), cancel: cancel, w: os.Stdout}
	go j.run(ctx) // want `lost-output: goroutine is told to end through ctx, and nothing waits until it has written what it has \(line 82\) \[94 told to end here\] \[82 the goroutine writes here\]`
	j.in <- "a"
	j.cancel()
}

func goodJournal() {
	ctx, cancel := context.WithCancel(context.Background())
	j := &journal{in: make(chan string, 1), cancel: cancel, w: os.Stdout, done: make(chan struct{})}
	go func() {
		defer close(j.done)
		j.run(ctx)
	}()
	j.in <- "a"
	j.cancel()
	<-j.done
}

type queue struct {
	w     io.Writer
	lines chan string
}

func (q *queue) drain() {
	for l := range q.lines {
		fmt.Fprintln(q.w, l)
	}
}

// badQueue closes the queue, and waits for nobody to have read what is in it.
func badQueue() {
	q := &queue{w: os.Stdout, lines: make(chan string, 8)}
	go q.drain() // want `unjoined`
	q.lines <- "a"
	close(q.lines)
}

// goodLogs has nothing to lose but a line of a log.
func goodLogs() {
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		<-ctx.Done()
		log.Print("stopping")
		fmt.Fprintln(os.Stderr, "stopped")
	}()
	cancel()
}

func goodSummaryAwaited() {
	in, written := make(chan int), make(chan struct{})
	go func() {
		n := 0
		for range in {
			n++
		}
		fmt.Println(n)
		written <- struct{}{}
		log.Print("written")
	}()
	in <- 1
	close(in)
	<-written
}

// goodRounds writes a round now and then, and nothing of its own when it is told to end.
func goodRounds() {
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		t := time.NewTicker(time.Second)
		for {
			select {
			case <-t.C:
				fmt.Println("tick")
			case <-ctx.Done():
				return
			}
		}
	}()
	cancel()
}
