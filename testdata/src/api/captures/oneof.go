package captures

import "sync"

type perKind struct{ files, dirs, links int }

// goodOfEachKind starts one goroutine for each of the kinds.
func goodOfEachKind(count func(kind string) int) perKind {
	var n perKind
	var wg sync.WaitGroup
	for _, kind := range []string{"file", "dir", "link"} {
		wg.Add(1)
		go func() {
			defer wg.Done()
			k := count(kind)
			switch kind {
			case "file":
				n.files = k
			case "dir":
				n.dirs = k
			case "link":
				n.links = k
			}
		}()
	}
	wg.Wait()
	return n
}

func badSameKindTwice(count func(kind string) int) perKind {
	var n perKind
	var wg sync.WaitGroup
	for _, kind := range []string{"file", "file"} {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if k := count(kind); kind == "file" {
				n.files = k // want `instance-race`
			}
		}()
	}
	wg.Wait()
	return n
}

// goodFirst has one of the workers write.
func goodFirst(workers int) int {
	total := 0
	var wg sync.WaitGroup
	for i := range workers {
		wg.Add(1)
		go func(id int) {
			defer wg.Done()
			if id == 0 {
				total = workers
			}
		}(i)
	}
	wg.Wait()
	return total
}

func badAllButFirst(workers int) int {
	total := 0
	var wg sync.WaitGroup
	for i := range workers {
		wg.Add(1)
		go func(id int) {
			defer wg.Done()
			if id != 0 {
				total = workers // want `instance-race`
			}
		}(i)
	}
	wg.Wait()
	return total
}
