package channels

import "io/fs"

type tree struct {
	files fs.FS
	out   chan string
}

func (t *tree) visit(path string, _ fs.DirEntry, err error) error {
	if err == nil {
		t.out <- path
	}
	return err
}

// badWalk closes what it sends on only if nothing has failed.
func badWalk(files fs.FS) (n int) {
	t := &tree{files, make(chan string)}
	go func() {
		if err := fs.WalkDir(t.files, ".", t.visit); err != nil {
			return
		}
		close(t.out)
	}()
	for range t.out { // want `abandoned-receive: .* nobody sends on t.out or closes it any more`
		n++
	}
	return n
}

func goodWalk(files fs.FS) (n int) {
	t := &tree{files, make(chan string)}
	go func() {
		defer close(t.out)
		_ = fs.WalkDir(t.files, ".", t.visit)
	}()
	for range t.out {
		n++
	}
	return n
}
