/* late.c - a library found at run time. */
#include <dlfcn.h>
#include <string.h>

#include <tungnha/late.h>

int late_load(const char *library, const struct late_symbol *symbol, size_t n, struct err *e)
{
	void *loaded = dlopen(library, RTLD_NOW | RTLD_LOCAL);
	if (!loaded)
		return err_set(e, ERR_UNAVAILABLE, TEXT_LIBRARY_MISSING, "%s", library);
	for (size_t i = 0; i < n; i++) {
		void *found = dlsym(loaded, symbol[i].name);
		if (!found) {
			dlclose(loaded);
			return err_set(e, ERR_UNAVAILABLE, TEXT_LIBRARY_MISSING, "%s", library);
		}
		/* POSIX says that a pointer to data holds one to a function; C does not know, so bytes are copied. */
		memcpy(symbol[i].member, &found, sizeof found);
	}
	return 0;
}
