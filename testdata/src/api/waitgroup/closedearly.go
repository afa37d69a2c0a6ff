package waitgroup

import (
	"fmt"
	"os"
	"sync"
)

func badClosedEarly(path string, regions []string) error {
	var wg sync.WaitGroup
	defer wg.Wait()
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close() // want `early-close: f is closed before wg.Wait`
	for _, r := range regions {
		wg.Add(1)
		go func() {
			defer wg.Done()
			fmt.Fprintln(f, r)
		}()
	}
	return nil
}

type report struct {
	mu sync.Mutex
	f  *os.File
}

func badClosedInObject(path string, regions []string) error {
	var wg sync.WaitGroup
	defer wg.Wait()
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close() // want `early-close: f is closed before wg.Wait`
	rep := &report{f: f}
	for _, r := range regions {
		wg.Go(func() {
			rep.mu.Lock()
			defer rep.mu.Unlock()
			fmt.Fprintln(rep.f, r)
		})
	}
	return nil
}

func goodWaitDeferredLast(path string, regions []string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	var wg sync.WaitGroup
	defer wg.Wait()
	for _, r := range regions {
		wg.Go(func() { fmt.Fprintln(f, r) })
	}
	return nil
}

func goodWaitsBefore(path string, regions []string) error {
	var wg sync.WaitGroup
	defer wg.Wait()
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	for _, r := range regions {
		wg.Go(func() { fmt.Fprintln(f, r) })
	}
	wg.Wait()
	return nil
}

// A recursive function that forks has a group and conditions of its own in each call.
func goodMerged(lists [][]int) []int {
	const k = 10
	if len(lists) <= 100 {
		return lists[0]
	}
	var res [][]int
	var mu sync.Mutex
	var wg sync.WaitGroup
	wg.Add(k)
	for i := 0; i < k; i++ {
		go func() {
			defer wg.Done()
			r := goodMerged(lists[i : i+1])
			mu.Lock()
			res = append(res, r)
			mu.Unlock()
		}()
	}
	wg.Wait()
	return goodMerged(res)
}

type ledger struct {
	mu      sync.Mutex
	entries []string
}

func (l *ledger) add(e string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.entries = append(l.entries, e)
}

func (l *ledger) size() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.entries)
}

func badDoneFirst(names []string, fetch func(string) string) int {
	l := &ledger{}
	var wg sync.WaitGroup
	for _, n := range names {
		wg.Add(1)
		go func() {
			e := fetch(n)
			wg.Done()
			l.add(e) // want `write-after-release: goroutine writes l.entries after it has signalled, so line \d+ can read it before that`
		}()
	}
	wg.Wait()
	return l.size()
}

func goodDoneLast(names []string, fetch func(string) string) int {
	l := &ledger{}
	var wg sync.WaitGroup
	for _, n := range names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			l.add(fetch(n))
		}()
	}
	wg.Wait()
	return l.size()
}

// Those that wait for the start go on with their work, which another group is for.
func goodBarrier(names []string, fetch func(string) string) int {
	l := &ledger{}
	var ready, done sync.WaitGroup
	for _, n := range names {
		ready.Add(1)
		done.Add(1)
		go func() {
			defer done.Done()
			ready.Done()
			l.add(fetch(n))
		}()
	}
	ready.Wait()
	done.Wait()
	return l.size()
}
