package captures

import (
	"io/fs"
	"sync"
)

// A walk calls its function for each of the files.
func badWalked(files fs.FS) (missing []string, err error) {
	var wg sync.WaitGroup
	err = fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		wg.Add(1)
		go func() {
			defer wg.Done()
			missing = append(missing, name) // want `append-race: concurrent append to missing`
		}()
		return nil
	})
	wg.Wait()
	return missing, err
}

type walker interface {
	Walk(fn func(name string) error) error
}

type folder struct{ names []string }

func (f *folder) Walk(fn func(string) error) error {
	for _, n := range f.names {
		if err := fn(n); err != nil {
			return err
		}
	}
	return nil
}

// Each call has a lock of its own.
func badOwnLock(w walker) int {
	total := 0
	var wg sync.WaitGroup
	_ = w.Walk(func(name string) error {
		var mu sync.Mutex
		wg.Add(1)
		go func() {
			defer wg.Done()
			mu.Lock()
			defer mu.Unlock()
			total += len(name) // want `wrong-lock: goroutine writes total`
		}()
		return nil
	})
	wg.Wait()
	return total
}

func ownLock() int { return badOwnLock(&folder{names: []string{"a", "b"}}) }

func badOwnLockInLoop(names []string) int {
	total := 0
	var wg sync.WaitGroup
	for _, name := range names {
		var mu sync.Mutex
		wg.Add(1)
		go func() {
			defer wg.Done()
			mu.Lock()
			defer mu.Unlock()
			total += len(name) // want `wrong-lock: goroutine writes total`
		}()
	}
	wg.Wait()
	return total
}

func goodLockOfRound(all [][]string) (totals []int) {
	for _, names := range all {
		var mu sync.Mutex
		var wg sync.WaitGroup
		total := 0
		for _, name := range names {
			wg.Add(1)
			go func() {
				defer wg.Done()
				mu.Lock()
				defer mu.Unlock()
				total += len(name)
			}()
		}
		wg.Wait()
		totals = append(totals, total)
	}
	return totals
}
