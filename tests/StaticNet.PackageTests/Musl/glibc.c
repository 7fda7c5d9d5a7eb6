// What the runtime for musl needs from the libstdc++ and libgcc of a system with glibc, and musl does not have. Debian has no libstdc++ made for
// musl; Alpine has. Built by .ci/run (ring musl) as the dynamic linker's library, which that libstdc++ asks for by name.
#define _GNU_SOURCE
#include <link.h>
#include <locale.h>
#include <stdint.h>
#include <sys/random.h>
#include <time.h>

char __libc_single_threaded = 0;
struct { unsigned vendor, type, subtype, features; } __cpu_model;

int __cpu_indicator_init(void) { return 0; }

uint32_t arc4random(void)
{
    uint32_t value = 0;
    getrandom(&value, sizeof value, 0);
    return value;
}

size_t __strftime_l(char *text, size_t size, const char *format, const struct tm *time, locale_t locale)
{
    return strftime_l(text, size, format, time, locale);
}

// Destructors of thread-local objects do not run: the check is one short process.
int __cxa_thread_atexit_impl(void (*destructor)(void *), void *object, void *library)
{
    (void)destructor, (void)object, (void)library;
    return 0;
}

// Where the unwinder finds the frames of the code at an address (struct dl_find_object of <dlfcn.h>).
struct dl_find_object
{
    unsigned long long flags;
    void *start, *end;
    struct link_map *map;
    void *eh_frame;
    unsigned long long reserved[7];
};

struct search
{
    uintptr_t address;
    struct dl_find_object *result;
};

static int visit(struct dl_phdr_info *library, size_t size, void *data)
{
    (void)size;
    struct search *search = data;
    void *eh_frame = 0;
    int inside = 0;
    for (int i = 0; i < library->dlpi_phnum; i++)
    {
        const ElfW(Phdr) *header = &library->dlpi_phdr[i];
        uintptr_t start = library->dlpi_addr + header->p_vaddr, end = start + header->p_memsz;
        if (header->p_type == PT_GNU_EH_FRAME)
        {
            eh_frame = (void *)start;
        }
        else if (header->p_type == PT_LOAD && search->address >= start && search->address < end)
        {
            inside = 1;
            search->result->start = (void *)start;
            search->result->end = (void *)end;
        }
    }

    search->result->eh_frame = eh_frame;
    return inside && eh_frame;
}

int _dl_find_object(void *address, struct dl_find_object *result)
{
    struct search search = { (uintptr_t)address, result };
    result->flags = 0;
    result->map = 0;
    return dl_iterate_phdr(visit, &search) ? 0 : -1;
}
