package rule

import "testing"

func TestDistance(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"", "abc", 3}, {"abc", "", 3}, {"abc", "abc", 0},
		{"abc", "axc", 1}, {"abc", "ac", 1}, {"fork", "frok", 2}, {"kitten", "sitting", 3},
	} {
		if got := distance(test.a, test.b); got != test.want {
			t.Errorf("distance(%q, %q) = %d, want %d", test.a, test.b, got, test.want)
		}
	}
}

func TestClosest(t *testing.T) {
	names := []string{"unjoined", "join-skipped", "map-race"}
	for name, want := range map[string]string{"unjoind": "unjoined", "mep-race": "map-race", "leak": ""} {
		if got := Closest(name, names); got != want {
			t.Errorf("Closest(%q) = %q, want %q", name, got, want)
		}
	}
}
